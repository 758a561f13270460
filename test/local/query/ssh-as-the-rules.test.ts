import type { Finding } from '../../../analysis/finding';
import { SshActivity } from '../../../analysis/ssh/activity';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import { buildCatalogue } from '../../../detections/catalogue';
import { LocalEngine } from '../../../local/query/local-engine';
import { findQuery } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { renderQuery } from '../../../queries/render-query';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import { createLogFolder, type LogFolderFixture } from './query-folder';
import { ABSENT, type WorldPart, worldOf } from './ssh-worlds';

/** The saved questions on SSH give the verdict of the rules: of whatever they are asked, the same are named, and no one else. */
const FORMATS = ['flags', 'default'] as const;
const ALL_TIME = { since: '1970-01-01', until: '2100-01-01' };
const LOUDNESS = ['low', 'medium', 'high', 'critical'];
const ABOVE_LOW = new Set(LOUDNESS.slice(1));

const rules = buildCatalogue().flatMap(({ detector }) =>
  detector.kind === 'analyzer' ? [detector.rule] : [],
);

/** Who is named on what and how loudly, `source target severity`, by the part of the world that it is in. */
type Named = ReadonlyMap<string, ReadonlySet<string>>;

interface Claim {
  readonly source: string;
  readonly target: string;
  readonly severity: string;
}

/** The second number of an address is that of the part. */
function byPart(claims: readonly Claim[]): Named {
  const parts = new Map<string, Set<string>>();
  for (const { source, target, severity } of claims) {
    const part = (target === ANY ? source : target).split('.')[1] as string;
    parts.set(part, (parts.get(part) ?? new Set()).add(`${source} ${target} ${severity}`));
  }
  return parts;
}

function judgedByRules(parts: readonly WorldPart[]): readonly Finding[] {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  for (const { text } of parts) {
    const [header = '', ...lines] = text.trim().split('\n');
    const line = compileFlowLogFormat(header).reader();
    for (const each of lines) if (line.read(each) === 'record') activity.add(line);
  }
  return rules.flatMap((rule) => rule(activity, DEFAULT_SSH_POLICY));
}

interface Question {
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
  /** So many at least are named in all. */
  readonly fewest: number;
}

const QUESTIONS: readonly Question[] = [
  { id: 'ssh-brute-force-flat', detections: ['ssh-brute-force', 'ssh-brute-force-flat'], fewest: 600 },
  { id: 'ssh-probable-logins', detections: ['ssh-probable-login'], fewest: 300 },
  {
    id: 'ssh-slow-and-distributed',
    kind: 'slow',
    detections: ['ssh-slow-brute-force'],
    withLow: true,
    fewest: 10,
  },
  {
    id: 'ssh-slow-and-distributed',
    kind: 'distributed',
    detections: ['ssh-distributed-brute-force'],
    withLow: true,
    withoutSeverity: true,
    ofManySources: true,
    fewest: 1,
  },
  {
    id: 'ssh-floods',
    detections: ['ssh-flood'],
    withoutSeverity: true,
    ofManySources: true,
    fewest: 1,
  },
  { id: 'ssh-horizontal-scan', detections: ['ssh-horizontal-scan'], onManyTargets: true, fewest: 3 },
];

const ANY = '*';

/** Of findings on the same: the loudest, where several rules or stories name it. */
function claimsOf(findings: readonly Finding[], question: Question): Claim[] {
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

async function claimedBy(engine: LocalEngine, question: Question): Promise<Claim[]> {
  const text = renderQuery(findQuery(question.id), { values: ALL_TIME }).replace(
    /limit \d+\s*$/,
    'limit 100000',
  );
  const { columns, ...result } = await engine.run(text);
  const rows = await collectRows({ columns, ...result });
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

for (const folder of ABSENT) test.skip(`flows of ../shared/${folder}, which is not here`, () => undefined);

describe.each(FORMATS)('flow logs in the format with %s fields', (format) => {
  const parts = worldOf(format);
  let folder: LogFolderFixture;
  let engine: LocalEngine;
  let findings: readonly Finding[];
  const said = new Map<Question, { readonly byRules: Named; readonly bySql: Named }>();

  beforeAll(async () => {
    folder = createLogFolder();
    for (const [index, { text }] of parts.entries()) folder.write(`part-${index}.log`, text);
    findings = judgedByRules(parts);
    engine = await LocalEngine.open(folder.root, { memoryMegabytes: 1024, threads: 1 });
    await engine.load();
    for (const question of QUESTIONS) {
      said.set(question, {
        byRules: byPart(claimsOf(findings, question)),
        bySql: byPart(await claimedBy(engine, question)),
      });
    }
  });
  afterAll(async () => {
    await engine.close();
    folder.remove();
  });

  describe.each(QUESTIONS)('$id $kind', (question) => {
    test.each(parts.map(({ name }, index) => ({ name, part: String(index + 1) })))(
      'names in $name whom the rules name, as loudly, and nobody else',
      ({ part }) => {
        const answers = said.get(question);
        expect([...(answers?.bySql.get(part) ?? [])].sort()).toEqual(
          [...(answers?.byRules.get(part) ?? [])].sort(),
        );
      },
    );

    (ABSENT.length === 0 ? test : test.skip)('there is something to name', () => {
      const all = [...(said.get(question)?.byRules.values() ?? [])].flatMap((names) => [...names]);
      expect(all.length).toBeGreaterThanOrEqual(question.fewest);
    });
  });
});
