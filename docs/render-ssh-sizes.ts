import { sizesLogOdds } from '../analysis/ssh/series/judge-series';
import { KNOWN_SIZES, type KnownSize, type Outcome } from '../analysis/ssh/series/known-sizes';
import { likenessOf } from '../analysis/ssh/series/size-likeness';

const OUTCOMES: readonly Outcome[] = ['refusal', 'login', 'probe'];
/** Lower bounds of the confidences that are counted together. */
const BINS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** What refusals and logins look like in flow logs, and how often the sizes alone are right. */
export function renderSshSizes(): string {
  const servers = [...new Set(KNOWN_SIZES.map(({ server }) => server))].sort();
  return [
    '# SSH in flow logs: sizes of refusals and logins',
    '',
    'What a client sends in one SSH connection, as flow logs count it: packets / bytes without headers (52 a packet:',
    'IPv4 20, TCP 20, timestamps 12). Measured between real servers and clients in network namespaces, at round-trip',
    'times of 0 and 30 ms, without segmentation offload; several sizes are separated by spaces. *Refused* is one or',
    'more wrong passwords or keys, *let in* one command, fetch or copied file, *before login* a banner grab, a key scan',
    "or a check. The client's side is shown because it hardly depends on the server.",
    '',
    'The analyzers compare connections with this table (`analysis/ssh/series/size-likeness.ts`), with their own series',
    'and with the other sources of the same target (`analysis/ssh/series/judge-series.ts`).',
    '',
    '## How often sizes alone are right',
    '',
    'Each connection of the table is judged without the measurements of its own server. Confidence is that of the',
    'verdict, whichever it is; findings add to it what the series and the target show.',
    '',
    '| confidence | connections | right |',
    '| --- | --- | --- |',
    ...curve().map(
      ({ from, judged, right }) => `| ${from} and more | ${judged} | ${percent(right, judged)} |`,
    ),
    ...servers.flatMap(tableOf),
    '',
  ].join('\n');
}

/** How many verdicts of each confidence there are, and how many are right, when its server is left out. */
export function curve(): { from: number; to: number; judged: number; right: number }[] {
  const verdicts = KNOWN_SIZES.filter(({ outcome }) => outcome !== 'probe').map(verdictOf);
  return BINS.map((from, index) => {
    const to = BINS[index + 1] ?? 1;
    const within = verdicts.filter(({ confidence }) => confidence >= from && confidence < to);
    return { from, to, judged: within.length, right: within.filter(({ isRight }) => isRight).length };
  });
}

function verdictOf({ server, outcome, packets, payload }: KnownSize): {
  confidence: number;
  isRight: boolean;
} {
  const others = KNOWN_SIZES.filter((size) => size.server !== server);
  const refusal = 1 / (1 + Math.exp(-sizesLogOdds(likenessOf(packets, payload, others))));
  return {
    confidence: Math.max(refusal, 1 - refusal),
    isRight: refusal > 0.5 === (outcome === 'refusal'),
  };
}

function tableOf(server: string): string[] {
  const own = KNOWN_SIZES.filter((size) => size.server === server);
  const clients = [...new Set(own.map(({ client }) => client))].sort();
  return [
    '',
    `## ${server}`,
    '',
    '| client | refused | let in | before login |',
    '| --- | --- | --- | --- |',
    ...clients.map((client) => {
      const cells = OUTCOMES.map((outcome) =>
        own
          .filter((size) => size.client === client && size.outcome === outcome)
          .map(({ packets, payload }) => `${packets}/${payload}`)
          .join(' '),
      );
      return `| ${client} | ${cells.join(' | ')} |`;
    }),
  ];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((part / whole) * 100)} %`;
}
