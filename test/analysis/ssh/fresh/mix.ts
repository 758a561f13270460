import type { Finding } from '../../../../analysis/finding';
import { ActivityMonitor } from '../../../../analysis/ssh/activity-monitor';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { buildCatalogue } from '../../../../detections/catalogue';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { createRandom } from '../../../../simulate/random';
import { EIGHT } from '../flows';
import { type Course, GUESSERS, INTRUDERS, JOBS } from './courses';
import { drawSpeakers } from './messages';
import { drawPath, onTheWire, type Path } from './wire';

export type Kind = 'guesser' | 'intruder' | 'job';
/** One source of a mix, and what is true of it. */
export interface Player {
  readonly source: string;
  readonly kind: Kind;
  readonly course: string;
  readonly isOutside: boolean;
}
export interface Mix {
  readonly players: readonly Player[];
  readonly records: readonly FlowRecord[];
}

export interface MixOptions {
  readonly seed: number;
  readonly log: Pick<Path, 'window' | 'hasFlags'>;
  /** Guessers and jobs on the same servers, or each player alone with a server of its own. */
  readonly isTogether: boolean;
  /** Of each course, from outside and from inside. */
  readonly ofEach: number;
}

/** So many servers share what comes where players are together. */
const SERVERS_TOGETHER = 12;

const KINDS: readonly (readonly [Kind, Readonly<Record<string, Course>>])[] = [
  ['guesser', GUESSERS],
  ['intruder', INTRUDERS],
  ['job', JOBS],
];

/** Draws a mix that no rule has seen: the same seed gives the same. */
export function drawMix({ seed, log, isTogether, ofEach }: MixOptions): Mix {
  const random = createRandom(seed);
  const players: Player[] = [];
  const records: FlowRecord[] = [];
  for (const [kind, courses] of KINDS) {
    for (const [course, turnsOf] of Object.entries(courses)) {
      for (let index = 0; index < ofEach * 2; index += 1) {
        const isOutside = index % 2 === 0;
        const number = players.length;
        const [high, low] = [number >> 8, number & 255];
        const source = isOutside ? `198.${20 + high}.${low}.9` : `10.9.${high}.${low}`;
        const target = isTogether ? `10.0.1.${1 + (number % SERVERS_TOGETHER)}` : `10.${64 + high}.${low}.5`;
        players.push({ source, kind, course, isOutside });
        const speakers = drawSpeakers(random);
        const path = drawPath(random, log);
        const begin = EIGHT + random.int(0, 600);
        for (const { at, seconds, messages } of turnsOf(speakers, random)) {
          records.push(
            ...onTheWire(random, path, {
              source,
              target,
              at: begin + at,
              seconds,
              messages,
            }),
          );
        }
      }
    }
  }
  return { players, records };
}

const rules = buildCatalogue().flatMap(({ detector }) =>
  detector.kind === 'analyzer' ? [detector.rule] : [],
);

/** What all rules on flow records find in a mix. */
export function findingsIn({ records }: Mix): readonly Finding[] {
  const monitor = new ActivityMonitor(rules, DEFAULT_SSH_POLICY);
  for (const record of records) monitor.addFlow(record);
  return monitor.finish().findings;
}

/** What is said of a player above low, but that a session from the internet was let in, which is so. */
export function saidAboveLow(findings: readonly Finding[], { source }: Player): readonly Finding[] {
  return findings.filter(
    (finding) =>
      ['medium', 'high', 'critical'].includes(finding.severity) &&
      finding.detection !== 'ssh-accepted-from-internet' &&
      (finding.source === source ||
        (finding.source === '*' && ((finding.evidence['sources'] ?? []) as unknown[]).includes(source))),
  );
}
