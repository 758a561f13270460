import type { Detection } from '../../detections/detection';
import { renderReport } from '../../report/render-report';
import type { StateTable, Stored } from '../state/state-table';
import type { MessageContext } from '../tell/message-context';
import { pageDocument } from './page-document';
import { PAGE_KIND, type PageItem, unpackPart } from './page-part';
import { storyKey } from './page-place';
import type { PutPage } from './put-page';

/** A page is rewritten at most this often, however much its story grows. */
export const REWRITE_SECONDS = 600;
/** Of one run; the next goes on a minute later. */
const MOST_PAGES = 20;
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
  const { state, now } = writer;
  const items = await state.list<PageItem>(PAGE_KIND);
  const due = items.filter(
    ({ body }) => body.changedAt > body.writtenAt && now() >= body.writtenAt + REWRITE_SECONDS,
  );
  const failures: unknown[] = [];
  let written = 0;
  for (const item of due.slice(0, MOST_PAGES)) {
    try {
      await writePage(item, writer);
      written += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} pages could not be written`);
  return written;
}

async function writePage(
  item: Stored<PageItem>,
  { state, detections, context, put, now }: PageWriter,
): Promise<void> {
  const { body, id, version } = item;
  const part = unpackPart(body);
  const known = new Set(detections.map((detection) => detection.id));
  const document = pageDocument({
    ...part,
    ...{ title: `Story ${id}`, context },
    detections: [...detections, ...part.detections.filter((detection) => !known.has(detection.id))],
    notes: body.left === 0 ? [] : [`${body.left} older alarms and findings had no room in this page`],
  });
  await put(storyKey(id), renderReport(document));
  const at = now();
  // Whoever added something meanwhile has not been written: then it stays due.
  await state.put(PAGE_KIND, id, { ...body, writtenAt: at }, version, at + KEPT_SECONDS);
}
