import type { Finding } from '../../../analysis/finding';
import { SshActivity } from '../../../analysis/ssh/activity';
import type { SshPolicy } from '../../../analysis/ssh/policy';
import { burstBesideTimer } from '../../../analysis/ssh/series/burst';
import { verdictsOf } from '../../../analysis/ssh/verdicts';
import { buildCatalogue } from '../../../detections/catalogue';
import type { LocalEngine } from '../../../local/query/local-engine';
import { findQuery } from '../../../queries/catalogue';
import { type CellValue, collectRows, type ResultColumn } from '../../../queries/query-result';
import { questionValues } from '../../../queries/question-values';
import { renderQuery } from '../../../queries/render-query';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import type { WorldPart } from './ssh-worlds';

const ALL_TIME = { since: '1970-01-01', until: '2100-01-01' };
const LOUDNESS = ['low', 'medium', 'high', 'critical'];
const ABOVE_LOW = new Set(LOUDNESS.slice(1));

const rules = buildCatalogue().flatMap(({ detector }) =>
  detector.kind === 'analyzer' ? [detector.rule] : [],
);

/** Who is named on what and how loudly, `source target severity`, by the part of the world that it is in. */
export type Named = ReadonlyMap<string, ReadonlySet<string>>;

export interface Claim {
  readonly source: string;
  readonly target: string;
  readonly severity: string;
}

/** The second number of an address is that of the part. */
export function byPart(claims: readonly Claim[]): Named {
  const parts = new Map<string, Set<string>>();
  for (const { source, target, severity } of claims) {
    const part = (target === ANY ? source : target).split('.')[1] as string;
    parts.set(part, (parts.get(part) ?? new Set()).add(`${source} ${target} ${severity}`));
  }
  return parts;
}

/** What all rules find in a world. */
export function judgedByRules(activity: SshActivity, policy: SshPolicy): readonly Finding[] {
  return rules.flatMap((rule) => rule(activity, policy));
}

/** `source target` of each series with a burst beside a timer, which the rules judge by itself and the questions do not. */
export function burstsIn(activity: SshActivity, policy: SshPolicy): ReadonlySet<string> {
  const bursts = new Set<string>();
  for (const { pair, connections } of verdictsOf(activity, policy).keys()) {
    if (burstBesideTimer(connections) !== undefined) bursts.add(`${pair.source} ${pair.target}`);
  }
  return bursts;
}

/** What rules remember of a world; one is enough for all that is asked of it. */
export function activityOf(parts: readonly WorldPart[], policy: SshPolicy): SshActivity {
  const activity = new SshActivity(policy);
  for (const { text } of parts) {
    const [header = '', ...lines] = text.trim().split('\n');
    const line = compileFlowLogFormat(header).reader();
    for (const each of lines) if (line.read(each) === 'record') activity.add(line);
  }
  return activity;
}

export interface Question {
  readonly id: string;
  /** Where a question has rows of several kinds, those that are meant. */
  readonly kind?: string;
  readonly detections: readonly string[];
  /** What the rules say below medium is no row of most questions. */
  readonly withLow?: boolean;
  /** A row does not say how loud the rule is. */
  readonly withoutSeverity?: boolean;
  /** One row a source, however many targets. */
  readonly onManyTargets?: boolean;
  /** One row a target, however many sources. */
  readonly ofManySources?: boolean;
  /** So many at least are named in all, in what each commit is judged by and in the whole. */
  readonly fewest: readonly [number, number];
}

export const QUESTIONS: readonly Question[] = [
  { id: 'ssh-brute-force-flat', detections: ['ssh-brute-force', 'ssh-brute-force-flat'], fewest: [200, 600] },
  { id: 'ssh-probable-logins', detections: ['ssh-probable-login'], fewest: [120, 300] },
  {
    id: 'ssh-slow-and-distributed',
    kind: 'slow',
    detections: ['ssh-slow-brute-force'],
    withLow: true,
    fewest: [5, 10],
  },
  {
    id: 'ssh-slow-and-distributed',
    kind: 'distributed',
    detections: ['ssh-distributed-brute-force'],
    withLow: true,
    withoutSeverity: true,
    ofManySources: true,
    fewest: [1, 1],
  },
  {
    id: 'ssh-floods',
    detections: ['ssh-flood'],
    withoutSeverity: true,
    ofManySources: true,
    fewest: [1, 1],
  },
  { id: 'ssh-horizontal-scan', detections: ['ssh-horizontal-scan'], onManyTargets: true, fewest: [3, 3] },
];

const ANY = '*';

/** Of findings on the same: the loudest, where several rules or stories name it. */
export function claimsOf(findings: readonly Finding[], question: Question): Claim[] {
  const loudest = new Map<string, Claim>();
  for (const { detection, severity, source, targets } of findings) {
    if (!question.detections.includes(detection)) continue;
    if (!ABOVE_LOW.has(severity) && question.withLow !== true) continue;
    // A guesser with few tries on each of many servers is the rules' own: no question has a row for it.
    if (targets.length !== 1 && question.onManyTargets !== true) continue;
    const claim = shaped({ source, target: targets[0] ?? ANY, severity }, question);
    const key = `${claim.source} ${claim.target}`;
    const known = loudest.get(key);
    if (known === undefined || LOUDNESS.indexOf(known.severity) < LOUDNESS.indexOf(severity)) {
      loudest.set(key, claim);
    }
  }
  return [...loudest.values()];
}

/** What both sides say of it. */
function shaped({ source, target, severity }: Claim, question: Question): Claim {
  return {
    source: question.ofManySources === true ? ANY : source,
    target: question.onManyTargets === true ? ANY : target,
    severity: question.withoutSeverity === true ? ANY : severity,
  };
}

/** All rows of an answer. */
interface Answer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

/** The rows of a saved question, asked as settings ask it. */
export async function answerTo(engine: LocalEngine, id: string, policy: SshPolicy): Promise<Answer> {
  const query = findQuery(id);
  const values = { ...questionValues(query, policy), ...ALL_TIME };
  const text = renderQuery(query, { values }).replace(/limit \d+\s*$/, 'limit 100000');
  const { columns, ...result } = await engine.run(text);
  return { columns, rows: await collectRows({ columns, ...result }) };
}

/** What it claims. */
export function claimedBy({ columns, rows }: Answer, question: Question): Claim[] {
  const at = (name: string) => columns.findIndex((column) => column.name === name);
  return rows
    .filter((row) => question.kind === undefined || row[at('kind')] === question.kind)
    .map((row) =>
      shaped(
        {
          source: String(row[at('source_ip')] ?? ANY),
          target: String(row[at('target_ip')] ?? ANY),
          severity: String(row[at('severity')] ?? ANY),
        },
        question,
      ),
    );
}
