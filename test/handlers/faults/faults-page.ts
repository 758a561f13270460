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

const BEGIN = '<!-- made by npm run test:faults -->';
const END = '<!-- end of what is made -->';

/** The page with its tables written anew; what people wrote below the tables stays. */
export function renderFaultsPage(handlers: readonly HandlerFaults[], before: string): string {
  const written = before.includes(END) ? before.slice(before.indexOf(END) + END.length).trim() : '';
  const blocks = [
    '# Faults',
    BEGIN,
    "What happens when an AWS call goes wrong while a handler runs. `npm run test:faults` makes these tables: the bundles as they are deployed, against AWS's protocols over HTTP. Each call in turn fails for as long as the invocation lasts (`lose-answer`, `kill`: once, after the service has done it). Then Lambda's tries come, after one and three minutes, and then the next run. Of calls that are alike, the first and the last are taken.",
    '* `once`: everything is told, once.\n* `twice`: everything is told, and something twice with the same id: the message went out, and the run could not write that down.\n* `later`: everything is told once, part of it by the next run.',
    ...handlers.flatMap(renderHandler),
    END,
    ...(written === '' ? [] : [written]),
  ];
  return `${blocks.join('\n\n')}\n`;
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
