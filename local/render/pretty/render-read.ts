import { isoTime } from '../../../analysis/iso-time';
import { buildCatalogue } from '../../../detections/catalogue';
import { widerWithoutDeployRole } from '../../../detections/without-deploy-role';
import type { FileKind } from '../../reading/read-report';
import type { ReplayResult } from '../../replay/replay-result';
import { counted } from '../../terminal/counted';
import { escapeControl } from '../../terminal/escape-control';
import { withThousands } from '../../terminal/with-thousands';

/** What was read, so that the totals add up before the reader's eyes, and what the fleet was taken to be. */
export function renderRead(result: ReplayResult): readonly string[] {
  const { span, read } = result;
  const isLeftAlone = ({ kind, records }: ReplayResult['read']['files'][number]) =>
    kind === 'unknown' && records === 0;
  const logs = read.files.filter((file) => !isLeftAlone(file));
  const leftAlone = read.files.filter(isLeftAlone).map(({ path }) => path);
  const { records, analyzed, skipped, unreadable } = read.totals;
  const reasons = Object.entries(skipped).map(([reason, count]) => `${withThousands(count)} ${reason}`);
  const skippedSum = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return [
    ...renderKinds(logs),
    ...(leftAlone.length === 0 ? [] : [renderLeftAlone(leftAlone)]),
    `${counted(records, 'record')} = ${withThousands(analyzed)} analyzed + ${withThousands(skippedSum)} skipped${why} + ${withThousands(unreadable)} unreadable`,
    ...remarks(read),
    ...(logs.some(({ kind }) => kind === 'cloudtrail') ? [`integrity: ${integrityOf(result)}`] : []),
    ...(span === undefined ? [] : [`from ${isoTime(span.from)} to ${isoTime(span.to)}`]),
    ...(result.accounts.length > 1 ? [accountsLine(result)] : []),
    ...result.ruling.map((file) => `settings of ${escapeControl(file)}`),
    ...settingsLine(result),
  ];
}

/** Whether somebody changed the files, as far as that was looked at. */
function integrityOf({ integrity }: ReplayResult): string {
  return integrity ?? 'not checked (--public-keys checks it)';
}

/** What is said of records and files that were judged all the same. */
function remarks({ totals, files }: ResultRead): readonly string[] {
  const told = Object.entries(totals.remarks).map(
    ([what, count]) => `${counted(count, 'record')} with ${escapeControl(what)}`,
  );
  const notes = new Map<string, string[]>();
  for (const { path, notes: own = [] } of files) {
    for (const note of own) {
      const known = notes.get(note);
      if (known === undefined) notes.set(note, [path]);
      else known.push(path);
    }
  }
  return [...told, ...[...notes].map(([note, paths]) => `${named(paths)}: ${escapeControl(note)}`)];
}

type ResultRead = ReplayResult['read'];

function named(paths: readonly string[]): string {
  return escapeControl(paths.slice(0, NAMED).join(', ')) + (paths.length > NAMED ? ' …' : '');
}

const NAMED = 3;

const KINDS = {
  cloudtrail: 'CloudTrail',
  'cloudtrail-digest': 'CloudTrail digest',
  'cloudtrail-insight': 'CloudTrail Insights',
  'cloudtrail-aggregated': 'CloudTrail sums',
  'flow-log-text': 'flow log',
  'flow-log-parquet': 'flow log, Parquet',
  'container-log': 'container log',
  'task-events': 'ECS task states',
  archive: 'archive',
  unknown: 'unreadable',
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
  return `${counted(paths.length, 'file')} left alone, no log: ${named(paths)}`;
}

function accountsLine({ accounts, settings }: ReplayResult): string {
  const more = accounts.length > NAMED ? ' …' : '';
  const how = settings.organizationTrail
    ? 'their calls count together, as in the log group of one organisation trail'
    : 'alarms of each by itself (--organization-trail adds them up)';
  return `${counted(accounts.length, 'account')}: ${escapeControl(accounts.slice(0, NAMED).join(', '))}${more}; ${how}`;
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
      ? (widerWithoutDeployRole(buildCatalogue()) ?? 'no deploy role is named')
      : `deploy roles ${settings.deployRoles.join(', ')}`;
  return [regions, roles];
}
