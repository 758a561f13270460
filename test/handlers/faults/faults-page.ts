import type { Fault } from '../fake-aws/fault';
import type { Requests } from './fault-case';
import { AUTHOR_MEANS, type AuthorMeans } from './log-author';
import { SUBJECTS } from './subjects';

export const FAULTS = ['throttle', 'deny', 'garbage', 'time-out', 'lose-answer', 'kill'] as const;
export type TableFault = Extract<Fault, (typeof FAULTS)[number]>;

/** What the table says of one handler. */
export interface HandlerFaults {
  readonly handler: string;
  readonly tells: string;
  /** By call; each with what came of each fault. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<TableFault, string>>;
  /** What the run asked for with what a log's author added to it, by call. */
  readonly author: ReadonlyMap<AuthorMeans, ReadonlyMap<string, Requests>>;
  readonly notes: readonly string[];
}

/** What came of a flood, by how it was made and how large it was. */
export interface FloodRow {
  readonly kind: string;
  readonly count: number;
  readonly delaySeconds: number;
  readonly messages: number;
  readonly floodSaid: number | undefined;
  readonly largestItem: number;
}

const FLOODS = 'Floods';
const BEGIN = '<!-- made by npm run test:faults -->';
const END = '<!-- end of what is made -->';

/**
 * The page with its tables written anew; what people wrote below the tables stays, and so do the tables of what was
 * not run this time.
 */
export function renderFaultsPage(
  handlers: readonly HandlerFaults[],
  floods: readonly FloodRow[],
  before: string,
): string {
  const written = before.includes(END) ? before.slice(before.indexOf(END) + END.length).trim() : '';
  const made = new Map(handlers.map((each) => [each.handler, renderHandler(each).join('\n\n')]));
  if (floods.length > 0) made.set(FLOODS, renderFloods(floods).join('\n\n'));
  const titles = [...SUBJECTS.map(({ handler, title = handler }) => title), FLOODS];
  const blocks = [
    '# Faults',
    BEGIN,
    "What happens when an AWS call goes wrong while a handler runs. `npm run test:faults` makes these tables: the bundles as they are deployed, against AWS's protocols over HTTP. Each call in turn fails for as long as the invocation lasts (`lose-answer`, `kill`: once, after the service has done it). Then Lambda's tries come, after one and three minutes, and then the next run. Of calls that are alike, the first and the last are taken.",
    '* `once`: everything is told, once.\n* `twice`: everything is told, and something twice with the same id: the message went out, and the run could not write that down.\n* `later`: everything is told once, part of it by the next run.',
    'The last three columns are what whoever writes the logs can do: `names` (empty, of control characters, of 4,000 characters), `poison` (members of other types, broken lines), `flood` (thousands of records, sources, sessions or rows beside what is to be told). Everything is told all the same; the cells say how many such calls the run made, and how large the largest was as JSON: an item of DynamoDB has 400 KB, a message of SNS 256 KB, a sort key 1 KB, a request to the search engine 10 MiB, and the stand-ins refuse more.',
    ...titles.map((title) => made.get(title) ?? before.match(sectionOf(title))?.[0].trim() ?? ''),
    END,
    ...(written === '' ? [] : [written]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sectionOf(title: string): RegExp {
  return new RegExp(`^## ${title}\\n[^]*?(?=^## |^<!-- )`, 'm');
}

/** Growth curves: n against delay, n against item size. */
function renderFloods(floods: readonly FloodRow[]): readonly string[] {
  const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  const lines = floods.map(
    ({ kind, count, delaySeconds, messages, floodSaid, largestItem }) =>
      `| ${kind} | ${number(count)} | ${number(delaySeconds)} s | ${messages} | ${floodSaid === undefined ? 'listed' : number(floodSaid)} | ${number(largestItem)} B |`,
  );
  return [
    `## ${FLOODS}`,
    "n cheap records behind one alarm, and one record of somebody else behind the same alarm: how long it waits for its message, from when the log group can give it; how many messages there are by then; how large the first message says that the flood is, at least (it is counted on and told again when it is ten times larger); and the largest item of the state table (DynamoDB takes 409,600 B). The other's record comes 1 s and 40 s after a run began, and the longer wait stands here.",
    'The core of alarm-context runs with a clock that AWS advances: a page of FilterLogEvents holds 1 MB or 10,000 events in order of time (API reference) and takes 0.2 s (its least quota is 5 a second: "CloudWatch Logs endpoints and quotas"). Not documented, and assumed: a search takes a second for each 100 MB and gives a page after that, DynamoDB takes 10 ms, SNS 50 ms, a record 0.1 ms of the function.',
    [
      '| flood by | n | delay | messages | flood, at least | largest item |',
      '|---|---|---|---|---|---|',
      ...lines,
    ].join('\n'),
  ];
}

function renderHandler({ handler, tells, rows, author, notes }: HandlerFaults): readonly string[] {
  const cellOf = (call: string, means: AuthorMeans) => {
    const requests = author.get(means)?.get(call);
    return requests === undefined ? '' : `${requests.count} × ${Math.ceil(requests.largest / 1024)} KB`;
  };
  const lines = [...rows].map(([call, faults]) =>
    [
      `| ${call}`,
      ...FAULTS.map((fault) => faults.get(fault) ?? ''),
      ...AUTHOR_MEANS.map((means) => cellOf(call, means)),
      '',
    ]
      .join(' | ')
      .trimEnd(),
  );
  return [
    `## ${handler}`,
    `To tell: ${tells}.`,
    [
      `| call | ${[...FAULTS, ...AUTHOR_MEANS].join(' | ')} |`,
      `|---|${[...FAULTS, ...AUTHOR_MEANS].map(() => '---|').join('')}`,
      ...lines,
    ].join('\n'),
    notes.map((note) => `* ${note}`).join('\n'),
  ];
}
