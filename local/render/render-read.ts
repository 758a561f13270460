import { isoTime } from '../replay/iso-time';
import type { ReplayResult } from '../replay/replay-result';
import { counted } from './counted';

/** What was read, so that the totals add up before the reader's eyes, and what the fleet was taken to be. */
export function renderRead(result: ReplayResult): readonly string[] {
  const { span, read } = result;
  const kinds = new Map<string, { files: number; records: number }>();
  for (const { kind, records } of read.files) {
    const sum = kinds.get(kind) ?? { files: 0, records: 0 };
    kinds.set(kind, { files: sum.files + 1, records: sum.records + records });
  }
  const byKind = [...kinds].map(
    ([kind, { files, records }]) =>
      `${kind.padEnd(12)} ${counted(files, 'file').padStart(9)}  ${counted(records, 'record').padStart(15)}`,
  );
  const { records, analyzed, skipped, unreadable } = read.totals;
  const number = (count: number) => count.toLocaleString('en-US');
  const reasons = Object.entries(skipped).map(([reason, count]) => `${number(count)} ${reason}`);
  const skippedSum = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return [
    ...byKind,
    `${counted(records, 'record')} = ${number(analyzed)} analyzed + ${number(skippedSum)} skipped${why} + ${number(unreadable)} unreadable`,
    ...(span === undefined ? [] : [`from ${isoTime(span.from)} to ${isoTime(span.to)}`]),
    ...settingsLine(result),
  ];
}

function settingsLine({ settings, learnedHomeRegions }: ReplayResult): readonly string[] {
  const learned = learnedHomeRegions?.join(', ') ?? '';
  const regions =
    learnedHomeRegions === undefined
      ? `home regions ${settings.homeRegions?.join(', ')}`
      : learned === ''
        ? 'home regions unknown'
        : `home regions ${learned} (learned from the records; --home-region makes it certain)`;
  const roles =
    settings.deployRoles.length === 0
      ? 'no deploy role set: only people and consoles count as not deploying'
      : `deploy roles ${settings.deployRoles.join(', ')}`;
  return [regions, roles];
}
