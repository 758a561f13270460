import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseFilterPattern } from '../../analysis/filter-pattern';
import type { Finding } from '../../analysis/finding';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { ANALYZER_DETECTIONS } from '../../handlers/analyzer-detections';
import { analyzeBatch, judge } from '../../handlers/flow-log-analyzer/analyze-batch';
import type { AnswerRow } from '../../handlers/scheduled-audit/ask-athena';
import { FINDING_QUESTIONS } from '../../handlers/scheduled-audit/daily-questions';
import {
  addressesIn,
  type ClaimRow,
  judgeRows,
  RECORDS_QUESTION,
} from '../../handlers/scheduled-audit/judge-rows';
import { buildActivity } from '../../handlers/ssh-campaign-analyzer/build-activity';
import { flowQuery } from '../../handlers/ssh-campaign-analyzer/insights-query';
import { LocalEngine } from '../../local/query/local-engine';
import { replay } from '../../local/replay/replay';
import { mergeSettings } from '../../local/settings/replay-settings';
import { findQuery } from '../../queries/catalogue';
import { collectRows } from '../../queries/query-result';
import { renderQuery } from '../../queries/render-query';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import type { FlowRecord } from '../../records/flow-logs/flow-record';
import { ANALYZER_FORMAT, formatVersion } from '../../simulate/delivery/flow-log-formats';
import { flowFilterPattern } from '../../stacks/detection/flow-filter-pattern';
import { createLogFolder, flowKey, type LogFolderFixture } from '../local/query/query-folder';
import { FORMAT_TEXT } from './harness/flow-lines';
import { FLOW_SCENARIOS, type FlowScenario, SCENARIOS_BEGIN, SCENARIOS_END } from './harness/flow-scenarios';
import { matchesInsightsFilter } from './harness/insights-filter';
import { subscriptionEvent } from './harness/subscription';

/** One labelled day goes through the four places that judge flows, as each of them gets to see it. */
const POLICY = DEFAULT_SSH_POLICY;
const FORMAT = compileFlowLogFormat(FORMAT_TEXT);
const BATCH_SECONDS = 300;
/** What a run of the campaign analyzer reads: an hour, late delivery and its own step. */
const HOUR_SECONDS = 4_500;
const RUN_EVERY_SECONDS = 300;
const HORIZONS = ['batch', 'hour', 'day', 'replay'] as const;
type Horizon = (typeof HORIZONS)[number];

interface Line {
  readonly at: number;
  readonly text: string;
}

const lines: readonly Line[] = FLOW_SCENARIOS.flatMap(({ records }) => records)
  .map((record): Line => ({ at: record.start ?? 0, text: lineOf(record) }))
  .sort((one, other) => one.at - other.at);

let folder: LogFolderFixture;
const found = {} as Record<Horizon, readonly Finding[]>;

beforeAll(async () => {
  folder = createLogFolder();
  const header = ANALYZER_FORMAT.join(' ');
  folder.write(
    flowKey('2026/11/02/08', 'day.log.gz'),
    `${[header, ...lines.map(({ text }) => text)].join('\n')}\n`,
  );
  found.batch = inBatches();
  found.hour = inHours();
  found.day = await inDay();
  found.replay = (await replay({ folder: folder.root, settings: mergeSettings({}) })).result.findings;
});
afterAll(() => folder.remove());

function lineOf(record: FlowRecord): string {
  const values: Readonly<Record<string, string | number | undefined>> = {
    version: formatVersion(ANALYZER_FORMAT),
    'account-id': '111122223333',
    'interface-id': record.interfaceId,
    srcaddr: record.srcaddr,
    dstaddr: record.dstaddr,
    srcport: record.srcport,
    dstport: record.dstport,
    protocol: record.protocol,
    packets: record.packets,
    bytes: record.bytes,
    start: record.start,
    end: record.end,
    action: record.action,
    'log-status': 'OK',
    'tcp-flags': record.tcpFlags,
    type: 'IPv4',
    'flow-direction': record.flowDirection ?? (record.dstaddr?.startsWith('10.') ? 'ingress' : 'egress'),
    'pkt-srcaddr': record.srcaddr,
    'pkt-dstaddr': record.dstaddr,
    'ecs-cluster-name': record.ecsClusterName,
    'ecs-service-name': record.ecsServiceName,
    'ecs-task-id': record.ecsTaskId,
  };
  return ANALYZER_FORMAT.map((name) => values[name] ?? '-').join(' ');
}

/** Five minutes of what the filter of the subscription lets through, at a time. */
function inBatches(): Finding[] {
  const filter = parseFilterPattern(flowFilterPattern(POLICY.sshPorts));
  const passed = lines.filter(({ text }) => filter.matchesText(text));
  const findings: Finding[] = [];
  for (let from = SCENARIOS_BEGIN; from < SCENARIOS_END; from += BATCH_SECONDS) {
    const batch = passed.filter(({ at }) => at >= from && at < from + BATCH_SECONDS);
    if (batch.length === 0) continue;
    const event = subscriptionEvent(batch.map(({ text }) => text));
    const analyzed = analyzeBatch(event, { format: FORMAT, policy: POLICY, detections: ANALYZER_DETECTIONS });
    findings.push(...(analyzed?.findings ?? []));
  }
  return findings;
}

/** What the Logs Insights query gives of the last hour, every five minutes. */
function inHours(): Finding[] {
  const query = flowQuery(FORMAT, POLICY);
  const passed = lines.filter(({ text }) => matchesInsightsFilter(query, ANALYZER_FORMAT, text));
  const findings: Finding[] = [];
  for (let now = SCENARIOS_BEGIN; now < SCENARIOS_END; now += RUN_EVERY_SECONDS) {
    const texts = passed.filter(({ at }) => at > now - HOUR_SECONDS && at <= now).map(({ text }) => text);
    if (texts.length === 0) continue;
    const { activity } = buildActivity(texts, [], FORMAT, POLICY);
    findings.push(...judge(activity, ANALYZER_DETECTIONS, POLICY));
  }
  return findings;
}

/** What the daily questions claim, judged from the records of those whom they name. */
async function inDay(): Promise<readonly Finding[]> {
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 512, threads: 1 });
  try {
    await engine.load();
    const claims: ClaimRow[] = [];
    for (const queryId of FINDING_QUESTIONS) {
      claims.push(...(await ask(engine, queryId)).map((row): ClaimRow => ({ queryId, row })));
    }
    const records = await ask(engine, RECORDS_QUESTION, { addresses: addressesIn(claims).join(',') });
    const byId = new Map(ANALYZER_DETECTIONS.map((detection) => [detection.id, detection]));
    return judgeRows(claims, records, byId, POLICY, SCENARIOS_END);
  } finally {
    await engine.close();
  }
}

async function ask(
  engine: LocalEngine,
  id: string,
  values: Readonly<Record<string, string>> = {},
): Promise<readonly AnswerRow[]> {
  const window = { since: '1970-01-01', until: '2100-01-01' };
  const result = await engine.run(renderQuery(findQuery(id), { values: { ...window, ...values } }));
  return (await collectRows(result)).map((cells) =>
    Object.fromEntries(
      result.columns.flatMap(({ name }, at) => {
        const value = cells[at];
        return value === null || value === undefined ? [] : [[name, String(value)]];
      }),
    ),
  );
}

/** The last that a horizon says of a scenario: a story is told again and again as it goes on. */
function toldOf({ detection, subject }: FlowScenario, horizon: Horizon): Finding | undefined {
  return found[horizon]
    .filter((finding) => finding.detection === detection)
    .filter(({ source, targets }) => source === subject || targets.includes(subject))
    .reduce<Finding | undefined>(
      (best, each) => (best === undefined || countOf(each) >= countOf(best) ? each : best),
      undefined,
    );
}

const countOf = ({ evidence }: Finding) => Number(evidence['attempts'] ?? 0);

test('the table in the architecture page says which horizon tells what', () => {
  const page = readFileSync(path.join(__dirname, '../../docs/architecture.md'), 'utf8');
  const written = page
    .split('\n')
    .filter((row) => /^\| `[a-z-]+` \| (?:five minutes|an hour|a day|days) \|/.test(row));
  const judged = FLOW_SCENARIOS.map((scenario) => {
    const cells = HORIZONS.map((horizon) => (toldOf(scenario, horizon) === undefined ? 'no' : 'yes'));
    return `| \`${scenario.detection}\` | ${scenario.spread} | ${cells.join(' | ')} |`;
  });
  expect(written).toEqual(judged);
});

test('the replay tells every scenario', () => {
  const missed = FLOW_SCENARIOS.filter((scenario) => toldOf(scenario, 'replay') === undefined);
  expect(missed.map(({ detection, spread }) => `${detection} over ${spread}`)).toEqual([]);
});

test.each(['batch', 'hour', 'day'] as const)(
  'what lies within the horizon of the %s is the same finding as in the replay: id, severity, count and times',
  (horizon) => {
    const reach = { batch: ['five minutes'], hour: ['five minutes', 'an hour'], day: ['an hour', 'a day'] };
    const seen = FLOW_SCENARIOS.filter(({ spread }) => reach[horizon].includes(spread)).flatMap(
      (scenario) => {
        const here = toldOf(scenario, horizon);
        return here === undefined ? [] : [{ here, there: toldOf(scenario, 'replay') }];
      },
    );
    const essence = (finding: Finding | undefined) =>
      finding && {
        id: finding.id,
        severity: finding.severity,
        count: countOf(finding),
        lastSeen: finding.lastSeen,
      };
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.map(({ here }) => essence(here))).toEqual(seen.map(({ there }) => essence(there)));
  },
);
