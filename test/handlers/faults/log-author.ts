import { exampleRole } from '../../../detections/examples/example-event';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { guesses } from '../harness/flow-lines';

/** What whoever writes logs can do beside what is to be told. */
export const AUTHOR_MEANS = ['names', 'poison', 'flood'] as const;
export type AuthorMeans = (typeof AUTHOR_MEANS)[number];

const FLOOD = 3_000;
/** Names that nobody gives but who wants to break something. */
export const NAMES = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '*',
  '__proto__',
  '<!channel>',
  'x'.repeat(4_000),
  '"'.repeat(4_000),
];
/** Values of other types than what stands there. */
export const POISON: readonly unknown[] = [null, -1, 1e308, [], {}, [[]], { toString: '' }, true];

/** Records beside a record: with odd names, with members of other types, or many by many sessions. */
export function recordsBeside(means: AuthorMeans, record: CloudTrailRecord): readonly unknown[] {
  const by = (session: string) => ({
    ...exampleRole('attacker', session),
    principalId: `AROAATTACKER000000000:${session}`,
  });
  switch (means) {
    case 'names':
      return NAMES.map((name, index) => ({
        ...record,
        userIdentity: { ...by(name), arn: name, userName: name },
        sourceIPAddress: name,
        userAgent: name,
        errorCode: name,
        awsRegion: name,
        requestParameters: { name, bucketName: name, cluster: name, command: name },
        eventID: `names-${index}`,
      }));
    case 'poison':
      return POISON.map((value, index) => ({
        ...record,
        userIdentity: value,
        sourceIPAddress: value,
        requestParameters: value,
        eventID: `poison-${index}`,
      }));
    case 'flood':
      return Array.from({ length: FLOOD }, (_, index) => ({
        ...record,
        userIdentity: by(`session-${index}`),
        eventID: `flood-${index}`,
      }));
  }
}

/** Lines of a flow log beside others. */
export function linesBeside(means: AuthorMeans, at: number): readonly string[] {
  const [line = ''] = guesses(1, at);
  const words = line.split(' ');
  switch (means) {
    case 'names':
      return words.map((_, index) => words.toSpliced(index, 1, '"<!channel>\u202e'.repeat(200)).join(' '));
    case 'poison':
      return [
        '',
        ' ',
        '\u0000',
        '{}',
        'x'.repeat(10_000),
        words.slice(0, 3).join(' '),
        line.replaceAll(/\d/g, '-'),
      ];
    case 'flood':
      return Array.from({ length: FLOOD / 6 }, (_, index) =>
        guesses(6, at, 10, `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`),
      ).flat();
  }
}

/** Rows of an answer of the audit beside others, with the same columns. */
export function rowsBeside(
  means: AuthorMeans,
  row: Readonly<Record<string, string>>,
): readonly Readonly<Record<string, string>>[] {
  const filled = (text: string) => Object.fromEntries(Object.keys(row).map((name) => [name, text]));
  switch (means) {
    case 'names':
      return NAMES.map(filled);
    case 'poison':
      return ['NaN', '1e999', '-1', '9'.repeat(400), 'null'].map(filled);
    case 'flood':
      return Array.from({ length: 999 }, (_, index) => ({
        ...row,
        principal: `arn:aws:sts::111122223333:assumed-role/application-task-role/session-${index}`,
        source_ip: `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`,
      }));
  }
}
