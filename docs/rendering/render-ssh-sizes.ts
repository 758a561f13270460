import { sizesLogOdds } from '../../analysis/ssh/series/judge-series';
import { KNOWN_SIZES, type KnownSize, type Outcome } from '../../analysis/ssh/series/known-sizes';
import { likenessOf } from '../../analysis/ssh/series/size-likeness';
import judged from '../ssh-mixes-judged.json';

const OUTCOMES: readonly Outcome[] = ['refusal', 'login', 'probe'];
export const CLAIMS = ['refused', 'let in'] as const;
export const MIX_GROUPS = ['separate', 'together'] as const;
export const LEFT_OUT: readonly LeftOut[] = ['server', 'client'];
/** Lower bounds of the confidences that are counted together. */
export const BINS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

const mixesJudged = judged as readonly MixBin[];

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
    ...rowsOf('server'),
    '',
    'The same without the measurements of its own client, whatever its version: what a client that nobody measured is',
    'told by. What is left is chiefly how many packets there are; a login adds the same messages to a refusal whatever',
    'the client (`analysis/ssh/series/packet-counts.ts`).',
    '',
    '| confidence | connections | right |',
    '| --- | --- | --- |',
    ...rowsOf('client'),
    '',
    '## How often series are right',
    '',
    'The same of whole series, with what their course and the other sources of the target show: the mixes of measured',
    'connections, each source by itself (*separate*) and guessers and jobs on the same servers (*together*), judged',
    'without the measurements of their own server or client. Right of all, by what the verdict claims; a person with',
    'rejected keys is left out, since flow logs do not tell one from a guesser but by the number of guesses. Counted by',
    '`SSH_MIXES=docs/ssh-mixes-judged.json npx jest test/analysis/ssh/zoo.test.ts` where the mixes are at hand.',
    '',
    '| claims | confidence | separate, without server | without client | together, without server | without client |',
    '| --- | --- | --- | --- | --- | --- |',
    ...CLAIMS.flatMap((claim) => BINS.map((from) => mixRow(claim, from))),
    '',
    '## What nobody measured',
    '',
    'Mixes that the rules were not made with are drawn from a seed (`test/analysis/ssh/fresh`): servers and clients with',
    'banners, lists, keys and ciphers of their own, built of the messages of the protocol, with and without a post-quantum',
    'exchange, on paths of 1,500 and 9,001 bytes, with packets sent again, in windows of one and ten minutes, with flags and',
    'without; guessers of one and of several passwords a connection, of keys, those who get in, and thirteen kinds of jobs.',
    'Over seven seeds with three kinds of log each, four in five guessers from the internet and half of those inside are',
    'named, where sizes alone have to speak; of the jobs one in a hundred from inside and six in a hundred from the internet',
    'are above low, and none is critical. The test holds it; `FRESH_SEED` draws others.',
    ...servers.flatMap(tableOf),
    '',
  ].join('\n');
}

function rowsOf(left: LeftOut): string[] {
  return curve(left).map(
    ({ from, judged, right }) => `| ${from} and more | ${judged} | ${percent(right, judged)} |`,
  );
}

function mixRow(claim: Claim, from: number): string {
  const cells = MIX_GROUPS.flatMap((group) =>
    LEFT_OUT.map((left) => {
      const bin = mixesJudged.find(
        (each) => each.group === group && each.left === left && each.claim === claim && each.from === from,
      );
      return bin === undefined || bin.judged === 0 ? '-' : `${bin.right} of ${bin.judged}`;
    }),
  );
  return `| ${claim} | ${from} and more | ${cells.join(' | ')} |`;
}

/** What a verdict takes a series for. */
export type Claim = (typeof CLAIMS)[number];

/** Verdicts of one kind and confidence on the mixes. */
export interface MixBin {
  readonly group: (typeof MIX_GROUPS)[number];
  readonly left: LeftOut;
  readonly claim: Claim;
  readonly from: number;
  readonly judged: number;
  readonly right: number;
}

/** Whose measurements a connection is judged without: its server's, or its client's in every version. */
export type LeftOut = 'server' | 'client';

/** How many verdicts of each confidence there are, and how many are right, when its server or client is left out. */
export function curve(
  left: LeftOut = 'server',
): { from: number; to: number; judged: number; right: number }[] {
  const verdicts = KNOWN_SIZES.filter(({ outcome }) => outcome !== 'probe').map((size) =>
    verdictOf(size, left),
  );
  return BINS.map((from, index) => {
    const to = BINS[index + 1] ?? 1;
    const within = verdicts.filter(({ confidence }) => confidence >= from && confidence < to);
    return { from, to, judged: within.length, right: within.filter(({ isRight }) => isRight).length };
  });
}

function verdictOf(size: KnownSize, left: LeftOut): { confidence: number; isRight: boolean } {
  const { outcome, packets, payload } = size;
  const refusal = 1 / (1 + Math.exp(-sizesLogOdds(likenessOf(packets, payload, othersThan(size, left)))));
  return {
    confidence: Math.max(refusal, 1 - refusal),
    isRight: refusal > 0.5 === (outcome === 'refusal'),
  };
}

const others = new Map<string, readonly KnownSize[]>();

/** Who was measured, and with which server. */
type Pair = Pick<KnownSize, 'server' | 'client'>;

/** All measurements but those of the server or the client of a pair; made once for each that is left out. */
export function othersThan(size: Pair, left: LeftOut): readonly KnownSize[] {
  const nameOf = left === 'server' ? (each: Pair) => each.server : (each: Pair) => programOf(each.client);
  const key = `${left} ${nameOf(size)}`;
  const known = others.get(key) ?? KNOWN_SIZES.filter((each) => nameOf(each) !== nameOf(size));
  others.set(key, known);
  return known;
}

/** Programs that run OpenSSH's client are OpenSSH. */
const RUNS_OPENSSH = /^(?:git|scp|rsync|ProxyJump|ssh-keyscan|openssh)\b/;

/** A client's program without version and manner: `openssh`, `hydra`, `Go`. */
function programOf(client: string): string {
  return RUNS_OPENSSH.test(client) ? 'openssh' : (/^[^\s(-]+/.exec(client)?.[0] ?? client);
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
