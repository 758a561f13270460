import type { Detection } from '../../detections/detection';
import { renderReport } from '../../report/render-report';
import type { StateTable, Stored } from '../state/state-table';
import type { MessageContext } from '../tell/message-context';
import { pageDocument } from './page-document';
import { storyLimits } from './page-limits';
import { PAGE_KIND, type PageItem, unpackPart } from './page-part';
import { storyKey } from './page-place';
import type { PutPage } from './put-page';

/** A page is rewritten at most this often, however much its story grows and however many runs look at it. */
export const REWRITE_SECONDS = 600;
/** Of one run; the next goes on a minute later. */
export const MOST_PAGES = 20;
const KEPT_SECONDS = 12 * 3_600;

export interface PageWriter {
  readonly state: StateTable;
  readonly detections: readonly Detection[];
  readonly context: MessageContext;
  readonly put: PutPage;
  /** Epoch seconds. */
  readonly now: () => number;
}

/**
 * Writes the pages of stories that have something new, those at once that have no page yet and the others every ten
 * minutes. One that cannot be written stays due, and stops no other.
 *
 * @returns how many were written
 * @throws AggregateError after all others were written
 */
export async function writePages(writer: PageWriter): Promise<number> {
  const failures: unknown[] = [];
  let written = 0;
  for (const item of await duePages(writer)) {
    try {
      if (await writePage(item, writer)) written += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} pages could not be written`);
  return written;
}

/** Those that have waited longest, stories without a page first; of however many there are, no more are held. */
async function duePages({ state, now }: PageWriter): Promise<readonly Stored<PageItem>[]> {
  const due: Stored<PageItem>[] = [];
  const cut = () => {
    due.sort((one, other) => one.body.writtenAt - other.body.writtenAt).splice(MOST_PAGES);
  };
  await state.visit<PageItem>(PAGE_KIND, (item) => {
    const { changedAt, writtenUpTo, writtenAt } = item.body;
    if (changedAt <= writtenUpTo || now() < writtenAt + REWRITE_SECONDS) return;
    due.push(item);
    if (due.length >= 2 * MOST_PAGES) cut();
  });
  cut();
  return due;
}

/** False where another run was faster, or something was added at this moment: the next run has it. */
async function writePage(item: Stored<PageItem>, writer: PageWriter): Promise<boolean> {
  const { state, put, now } = writer;
  const { body, id, version } = item;
  const keep = (next: PageItem, replaces: number) =>
    state.put(PAGE_KIND, id, next, replaces, now() + KEPT_SECONDS);
  // Written down before the page is: two runs at once write it once, and a run that dies is made up for in ten minutes.
  const claimed = { ...body, writtenAt: now() };
  if (!(await keep(claimed, version))) return false;
  try {
    await put(storyKey(id), storyPage(item, writer));
  } catch (error) {
    await keep(body, version + 1);
    throw error;
  }
  // Whoever added something meanwhile has not been written: then it stays due.
  await keep({ ...claimed, writtenUpTo: body.changedAt }, version + 1);
  return true;
}

function storyPage({ body, id }: Stored<PageItem>, { detections, context }: PageWriter): string {
  const part = unpackPart(body);
  const known = new Set(detections.map((detection) => detection.id));
  return renderReport(
    pageDocument({
      ...part,
      ...{ title: `Story ${id}`, context },
      detections: [...detections, ...part.detections.filter((detection) => !known.has(detection.id))],
      limitsOf: storyLimits,
      notes: body.left === 0 ? [] : [`${body.left} older alarms and findings had no room in this page`],
    }),
  );
}
