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
const ABOVE_LOW = new Set(['medium', 'high', 'critical']);

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
    const part = target.split('.')[1] as string;
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

/** Of findings on one target: the loudest, where several rules or stories name the same. */
function claimsOf(findings: readonly Finding[], detections: readonly string[]): Claim[] {
  const loudest = new Map<string, Claim>();
  for (const { detection, severity, source, targets } of findings) {
    const [target, ...others] = targets;
    if (!detections.includes(detection) || !ABOVE_LOW.has(severity)) continue;
    if (target === undefined || others.length > 0) continue;
    const known = loudest.get(`${source} ${target}`);
    if (known !== undefined && severity === 'medium') continue;
    loudest.set(`${source} ${target}`, { source, target, severity });
  }
  return [...loudest.values()];
}

async function claimedBy(engine: LocalEngine, id: string): Promise<Claim[]> {
  const text = renderQuery(findQuery(id), { values: ALL_TIME }).replace(/limit \d+\s*$/, 'limit 100000');
  const { columns, ...result } = await engine.run(text);
  const rows = await collectRows({ columns, ...result });
  const at = (name: string) => columns.findIndex((column) => column.name === name);
  return rows.map((row) => ({
    source: String(row[at('source_ip')]),
    target: String(row[at('target_ip')]),
    severity: String(row[at('severity')]),
  }));
}

const QUESTIONS = [
  { id: 'ssh-brute-force-flat', detections: ['ssh-brute-force', 'ssh-brute-force-flat'], fewest: 300 },
  { id: 'ssh-probable-logins', detections: ['ssh-probable-login'], fewest: 100 },
] as const;

for (const folder of ABSENT) test.skip(`flows of ../shared/${folder}, which is not here`, () => undefined);

describe.each(FORMATS)('flow logs in the format with %s fields', (format) => {
  const parts = worldOf(format);
  let folder: LogFolderFixture;
  let engine: LocalEngine;
  let findings: readonly Finding[];
  const said = new Map<string, { readonly byRules: Named; readonly bySql: Named }>();

  beforeAll(async () => {
    folder = createLogFolder();
    for (const [index, { text }] of parts.entries()) folder.write(`part-${index}.log`, text);
    findings = judgedByRules(parts);
    engine = await LocalEngine.open(folder.root, { memoryMegabytes: 1024, threads: 1 });
    await engine.load();
    for (const { id, detections } of QUESTIONS) {
      said.set(id, {
        byRules: byPart(claimsOf(findings, detections)),
        bySql: byPart(await claimedBy(engine, id)),
      });
    }
  });
  afterAll(async () => {
    await engine.close();
    folder.remove();
  });

  describe.each(QUESTIONS)('$id', ({ id, fewest }) => {
    test.each(parts.map(({ name }, index) => ({ name, part: String(index + 1) })))(
      'names in $name whom the rules name, as loudly, and nobody else',
      ({ part }) => {
        const answers = said.get(id);
        expect([...(answers?.bySql.get(part) ?? [])].sort()).toEqual(
          [...(answers?.byRules.get(part) ?? [])].sort(),
        );
      },
    );

    (ABSENT.length === 0 ? test : test.skip)('there is something to name', () => {
      const all = [...(said.get(id)?.byRules.values() ?? [])].flatMap((names) => [...names]);
      expect(all.length).toBeGreaterThan(fewest);
    });
  });
});
