import type { Connection } from '../connections/connection';
import type { DaemonWord } from './daemon-word';

/** What the daemon's own log says about the connections of one series. */
export interface DaemonAccount {
  /** Passwords and keys that it refused. */
  readonly failures: number;
  readonly refused: ReadonlySet<Connection>;
  readonly letIn: ReadonlySet<Connection>;
  /** Names that were let in, in order. */
  readonly logins: readonly string[];
}

/** The daemon's clock and the flow log's differ, and a flow log counts in seconds. */
const CLOCKS_APART_SECONDS = 60;

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
  const refused = new Set<Connection>();
  const letIn = new Set<Connection>();
  const logins = new Set<string>();
  let failures = 0;
  for (const connection of connections) {
    for (const word of words.get(`${source} ${connection.clientPort}`) ?? []) {
      if (word.at < connection.first - CLOCKS_APART_SECONDS) continue;
      if (word.at > connection.last + CLOCKS_APART_SECONDS) continue;
      if (word.outcome === 'failed') {
        failures += 1;
        refused.add(connection);
      } else {
        letIn.add(connection);
        logins.add(word.login);
      }
    }
  }
  for (const connection of letIn) refused.delete(connection);
  if (refused.size + letIn.size === 0) return undefined;
  return { failures, refused, letIn, logins: [...logins] };
}
