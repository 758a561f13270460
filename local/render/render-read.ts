import { isoTime } from '../../analysis/iso-time';
import type { FileKind } from '../reading/read-report';
import type { ReplayResult } from '../replay/replay-result';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';

/** What was read, so that the totals add up before the reader's eyes, and what the fleet was taken to be. */
export function renderRead(result: ReplayResult): readonly string[] {
  const { span, read } = result;
  const logs = read.files.filter(({ kind }) => kind !== 'unknown');
  const leftAlone = read.files.filter(({ kind }) => kind === 'unknown').map(({ path }) => path);
  const { records, analyzed, skipped, unreadable } = read.totals;
  const number = (count: number) => count.toLocaleString('en-US');
  const reasons = Object.entries(skipped).map(([reason, count]) => `${number(count)} ${reason}`);
  const skippedSum = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return [
    ...renderKinds(logs),
    ...(leftAlone.length === 0 ? [] : [renderLeftAlone(leftAlone)]),
    `${counted(records, 'record')} = ${number(analyzed)} analyzed + ${number(skippedSum)} skipped${why} + ${number(unreadable)} unreadable`,
    ...(span === undefined ? [] : [`from ${isoTime(span.from)} to ${isoTime(span.to)}`]),
    ...settingsLine(result),
  ];
}

const NAMED = 3;

const KINDS = {
  cloudtrail: 'CloudTrail',
  'cloudtrail-digest': 'CloudTrail digest',
  'cloudtrail-insight': 'CloudTrail Insights',
  'flow-log-text': 'flow log',
  'flow-log-parquet': 'flow log, Parquet',
  'subscription-payload': 'subscription event',
  'container-log': 'container log',
  unknown: 'no log',
} as const;

function renderKinds(files: ReplayResult['read']['files']): readonly string[] {
  const kinds = new Map<FileKind, { files: number; records: number }>();
  for (const { kind, records } of files) {
    const sum = kinds.get(kind) ?? { files: 0, records: 0 };
    kinds.set(kind, { files: sum.files + 1, records: sum.records + records });
  }
  return [...kinds].map(([kind, sum]) =>
    [
      KINDS[kind].padEnd(19),
      counted(sum.files, 'file').padStart(11),
      counted(sum.records, 'record').padStart(18),
    ].join(' '),
  );
}

function renderLeftAlone(paths: readonly string[]): string {
  const more = paths.length > NAMED ? ' …' : '';
  return `${counted(paths.length, 'file')} left alone, no log: ${escapeControl(paths.slice(0, NAMED).join(', '))}${more}`;
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
