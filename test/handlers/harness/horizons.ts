import { parseFilterPattern } from '../../../analysis/filter-pattern';
import type { Finding } from '../../../analysis/finding';
import type { SshPolicy } from '../../../analysis/ssh/policy';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import { analyzeBatch, judge } from '../../../handlers/flow-log-analyzer/analyze-batch';
import type { AnswerRow } from '../../../handlers/scheduled-audit/ask-athena';
import { FINDING_QUESTIONS } from '../../../handlers/scheduled-audit/daily-questions';
import {
  addressesIn,
  type ClaimRow,
  judgeRows,
  RECORDS_QUESTION,
} from '../../../handlers/scheduled-audit/judge-rows';
import { buildActivity } from '../../../handlers/ssh-campaign-analyzer/build-activity';
import { flowQuery } from '../../../handlers/ssh-campaign-analyzer/insights-query';
import { LocalEngine } from '../../../local/query/local-engine';
import { findQuery } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { questionValues } from '../../../queries/question-values';
import { renderQuery } from '../../../queries/render-query';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { ANALYZER_FORMAT, formatVersion } from '../../../simulate/delivery/flow-log-formats';
import { flowFilterPattern } from '../../../stacks/detection/flow-filter-pattern';
import { FORMAT_TEXT } from './flow-lines';
import { matchesInsightsFilter } from './insights-filter';
import { subscriptionEvent } from './subscription';

const FORMAT = compileFlowLogFormat(FORMAT_TEXT);
const BATCH_SECONDS = 300;
/** What a run of the campaign analyzer reads: an hour, late delivery and its own step. */
const HOUR_SECONDS = 4_500;
const RUN_EVERY_SECONDS = 300;

/** A line of the analyzers' flow log and when it began, epoch seconds. */
export interface Line {
  readonly at: number;
  readonly text: string;
}

/** Records as lines of the analyzers' flow log, in time order. */
export function linesOf(records: readonly FlowRecord[]): readonly Line[] {
  return records
    .map((record): Line => ({ at: record.start ?? 0, text: lineOf(record) }))
    .sort((one, other) => one.at - other.at);
}

/** Each with what one horizon got to see at one go, and what was found in it. */
export interface Look {
  readonly seen: readonly Line[];
  readonly findings: readonly Finding[];
}

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

/** A span of time, epoch seconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Five minutes of what the filter of the subscription lets through, at a time. */
export function inBatches(lines: readonly Line[], { from, until }: Span, policy: SshPolicy): Look[] {
  const filter = parseFilterPattern(flowFilterPattern(policy.sshPorts));
  const passed = lines.filter(({ text }) => filter.matchesText(text));
  const looks: Look[] = [];
  for (let begin = from; begin < until; begin += BATCH_SECONDS) {
    const isIn = ({ at }: Line) => at >= begin && at < begin + BATCH_SECONDS;
    const batch = passed.filter(isIn);
    if (batch.length === 0) continue;
    const event = subscriptionEvent(batch.map(({ text }) => text));
    const analyzed = analyzeBatch(event, { format: FORMAT, policy, detections: ANALYZER_DETECTIONS });
    looks.push({ seen: lines.filter(isIn), findings: analyzed?.findings ?? [] });
  }
  return looks;
}

/** What the Logs Insights query gives of the last hour, every five minutes. */
export function inHours(lines: readonly Line[], { from, until }: Span, policy: SshPolicy): Look[] {
  const query = flowQuery(FORMAT, policy);
  const passed = lines.filter(({ text }) => matchesInsightsFilter(query, ANALYZER_FORMAT, text));
  const looks: Look[] = [];
  for (let now = from; now < until; now += RUN_EVERY_SECONDS) {
    const isIn = ({ at }: Line) => at > now - HOUR_SECONDS && at <= now;
    const texts = passed.filter(isIn).map(({ text }) => text);
    if (texts.length === 0) continue;
    const { activity } = buildActivity(texts, [], FORMAT, policy);
    looks.push({ seen: lines.filter(isIn), findings: judge(activity, ANALYZER_DETECTIONS, policy) });
  }
  return looks;
}

/** What the daily questions claim of the flow logs in a folder, judged from the records of those whom they name. */
export async function inDay(folder: string, { until }: Span, policy: SshPolicy): Promise<readonly Finding[]> {
  const engine = await LocalEngine.open(folder, { memoryMegabytes: 512, threads: 1 });
  try {
    await engine.load();
    const claims: ClaimRow[] = [];
    for (const queryId of FINDING_QUESTIONS) {
      claims.push(...(await ask(engine, queryId, policy)).map((row): ClaimRow => ({ queryId, row })));
    }
    const addresses = addressesIn(claims).join(',');
    const records = addresses === '' ? [] : await ask(engine, RECORDS_QUESTION, policy, { addresses });
    const byId = new Map(ANALYZER_DETECTIONS.map((detection) => [detection.id, detection]));
    return judgeRows(claims, records, byId, policy, until);
  } finally {
    await engine.close();
  }
}

async function ask(
  engine: LocalEngine,
  id: string,
  policy: SshPolicy,
  values: Readonly<Record<string, string>> = {},
): Promise<readonly AnswerRow[]> {
  const query = findQuery(id);
  const window = { since: '1970-01-01', until: '2100-01-01' };
  const asked = renderQuery(query, { values: { ...questionValues(query, policy), ...window, ...values } });
  const result = await engine.run(asked);
  return (await collectRows(result)).map((cells) =>
    Object.fromEntries(
      result.columns.flatMap(({ name }, at) => {
        const value = cells[at];
        return value === null || value === undefined ? [] : [[name, String(value)]];
      }),
    ),
  );
}
