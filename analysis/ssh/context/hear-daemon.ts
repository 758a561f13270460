import type { Connection } from '../connections/connection';
import { medianOf } from '../stories/attempt-facts';
import { type DaemonWord, plainAddress } from './daemon-word';

/** What the daemon's own log says about the connections of one series. */
export interface DaemonAccount {
  /** Passwords and keys that it refused. */
  readonly failures: number;
  /** Those of them from before anybody was let in. */
  readonly failuresBefore: number;
  readonly refused: ReadonlySet<Connection>;
  readonly letIn: ReadonlySet<Connection>;
  /** Names that were let in, in order. */
  readonly logins: readonly string[];
}

/** The daemon's clock and the flow log's differ, and a flow log counts in seconds. */
const CLOCKS_APART_SECONDS = 60;
/** So many words that are all equally far off show a clock that is wrong, or a time without its zone: one or two may be of other days. */
const FEWEST_TO_SET_CLOCK = 5;
const SHARE_TO_SET_CLOCK = 0.8;

/** The words by source and client port. */
export type WordIndex = ReadonlyMap<string, readonly DaemonWord[]>;

export function indexWords(words: Iterable<DaemonWord>): WordIndex {
  const index = new Map<string, DaemonWord[]>();
  for (const word of words) {
    const key = `${word.source} ${word.clientPort}`;
    const known = index.get(key);
    if (known === undefined) index.set(key, [word]);
    else known.push(word);
  }
  return index;
}

/** What the daemon said of the connections of a source; `undefined` where it said nothing. */
export function hearDaemon(
  source: string,
  connections: readonly Connection[],
  words: WordIndex,
): DaemonAccount | undefined {
  if (words.size === 0) return undefined;
  const address = plainAddress(source);
  const ofConnection = ({ clientPort }: Connection) => words.get(`${address} ${clientPort}`) ?? [];
  const ahead = clockAhead(connections, ofConnection);
  const refusals = new Map<Connection, number>();
  const letIn = new Set<Connection>();
  const logins = new Set<string>();
  for (const connection of connections) {
    const { failures, isRefused, names } = said(ofConnection(connection), connection, ahead);
    for (const name of names) logins.add(name);
    if (names.length > 0) letIn.add(connection);
    if (failures > 0 || isRefused) refusals.set(connection, failures);
  }
  if (refusals.size + letIn.size === 0) return undefined;
  const firstIn = Math.min(...[...letIn].map(({ first }) => first), Number.POSITIVE_INFINITY);
  const total = (isCounted: (connection: Connection) => boolean) =>
    [...refusals].reduce((sum, [connection, failures]) => sum + (isCounted(connection) ? failures : 0), 0);
  return {
    failures: total(() => true),
    failuresBefore: total(({ first }) => first <= firstIn),
    refused: new Set([...refusals.keys()].filter((connection) => !letIn.has(connection))),
    letIn,
    logins: [...logins],
  };
}

interface Said {
  readonly failures: number;
  readonly isRefused: boolean;
  readonly names: readonly string[];
}

/** What was said of one connection; whoever left without a refusal in the log was refused at least once. */
function said(words: readonly DaemonWord[], { first, last }: Connection, ahead: number): Said {
  let [failures, left] = [0, 0];
  const names: string[] = [];
  for (const { at, outcome, login, times = 1 } of words) {
    if (at - ahead < first - CLOCKS_APART_SECONDS || at - ahead > last + CLOCKS_APART_SECONDS) continue;
    if (outcome === 'accepted') names.push(login);
    else if (outcome === 'failed') failures += times;
    else left = Math.max(left, times);
  }
  const isRefused = names.length === 0 && failures + left > 0;
  return { failures: isRefused ? Math.max(failures, left) : failures, isRefused, names };
}

/** How far ahead of the flow log the daemon's clock is, seconds: 0, unless nearly all words are equally far off. */
function clockAhead(
  connections: readonly Connection[],
  wordsOf: (connection: Connection) => readonly DaemonWord[],
): number {
  const off: number[] = [];
  for (const connection of connections) {
    const words = wordsOf(connection);
    const [only] = words;
    if (only !== undefined && words.every(({ at }) => Math.abs(at - only.at) <= CLOCKS_APART_SECONDS))
      off.push(only.at - connection.first);
  }
  const usual = medianOf(off);
  if (usual === undefined || off.length < FEWEST_TO_SET_CLOCK || Math.abs(usual) <= CLOCKS_APART_SECONDS)
    return 0;
  const near = off.filter((each) => Math.abs(each - usual) <= CLOCKS_APART_SECONDS).length;
  return near >= off.length * SHARE_TO_SET_CLOCK ? usual : 0;
}
