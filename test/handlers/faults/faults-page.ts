import type { Fault } from '../fake-aws/fault';

export const FAULTS = ['throttle', 'deny', 'garbage', 'time-out', 'lose-answer', 'kill'] as const;
export type TableFault = Extract<Fault, (typeof FAULTS)[number]>;

/** What the table says of one handler. */
export interface HandlerFaults {
  readonly handler: string;
  readonly tells: string;
  /** By call; each with what came of each fault. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<TableFault, string>>;
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

const BEGIN = '<!-- made by npm run test:faults -->';
const END = '<!-- end of what is made -->';

/** The page with its tables written anew; what people wrote below the tables stays. */
export function renderFaultsPage(
  handlers: readonly HandlerFaults[],
  floods: readonly FloodRow[],
  before: string,
): string {
  const written = before.includes(END) ? before.slice(before.indexOf(END) + END.length).trim() : '';
  const blocks = [
    '# Faults',
    BEGIN,
    "What happens when an AWS call goes wrong while a handler runs. `npm run test:faults` makes these tables: the bundles as they are deployed, against AWS's protocols over HTTP. Each call in turn fails for as long as the invocation lasts (`lose-answer`, `kill`: once, after the service has done it). Then Lambda's tries come, after one and three minutes, and then the next run. Of calls that are alike, the first and the last are taken.",
    '* `once`: everything is told, once.\n* `twice`: everything is told, and something twice with the same id: the message went out, and the run could not write that down.\n* `later`: everything is told once, part of it by the next run.',
    ...handlers.flatMap(renderHandler),
    ...renderFloods(floods),
    END,
    ...(written === '' ? [] : [written]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Growth curves: n against delay, n against item size. */
function renderFloods(floods: readonly FloodRow[]): readonly string[] {
  const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  const lines = floods.map(
    ({ kind, count, delaySeconds, messages, floodSaid, largestItem }) =>
      `| ${kind} | ${number(count)} | ${number(delaySeconds)} s | ${messages} | ${floodSaid === undefined ? 'listed' : number(floodSaid)} | ${number(largestItem)} B |`,
  );
  return [
    '## Floods',
    "n cheap records behind one alarm, and one record of somebody else behind the same alarm: how long it waits for its message, from when the log group can give it; how many messages there are by then; how large the first message says that the flood is, at least (it is counted on and told again when it is ten times larger); and the largest item of the state table (DynamoDB takes 409,600 B). The other's record comes 1 s and 40 s after a run began, and the longer wait stands here.",
    'The core of alarm-context runs with a clock that AWS advances: a page of FilterLogEvents holds 1 MB or 10,000 events in order of time (API reference) and takes 0.2 s (its least quota is 5 a second: "CloudWatch Logs endpoints and quotas"). Not documented, and assumed: a search takes a second for each 100 MB and gives a page after that, DynamoDB takes 10 ms, SNS 50 ms, a record 0.1 ms of the function.',
    [
      '| flood by | n | delay | messages | flood, at least | largest item |',
      '|---|---|---|---|---|---|',
      ...lines,
    ].join('\n'),
  ];
}

function renderHandler({ handler, tells, rows, notes }: HandlerFaults): readonly string[] {
  const lines = [...rows].map(
    ([call, faults]) => `| ${call} | ${FAULTS.map((fault) => faults.get(fault) ?? '').join(' | ')} |`,
  );
  return [
    `## ${handler}`,
    `To tell: ${tells}.`,
    [`| call | ${FAULTS.join(' | ')} |`, `|---|${FAULTS.map(() => '---|').join('')}`, ...lines].join('\n'),
    notes.map((note) => `* ${note}`).join('\n'),
  ];
}
