import { ActivityMonitor } from '../../analysis/ssh/activity-monitor';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { DEFAULT_SETTINGS } from '../../detections/detection';
import { networkActivity } from '../../detections/families/network-activity';
import { ssh } from '../../detections/families/ssh';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { ANALYZER_FORMAT } from '../../simulate/delivery/flow-log-formats';
import { answerParent } from './answer-parent';
import { peakBytes } from './peak-bytes';

export interface MillionSourcesInput {
  readonly sources: number;
  /** Of so many sources one is called by a task, and the others knock. */
  readonly calledOneIn: number;
}

export interface MillionSourcesOutput {
  readonly records: number;
  readonly findings: number;
  /** Sentences on what was left out, to keep memory bounded. */
  readonly overflow: readonly string[];
  /** The most that was resident, bytes, and the same before the first record. */
  readonly peak: number;
  readonly before: number;
  readonly heap: number;
}

const rules = [...ssh(DEFAULT_SETTINGS), ...networkActivity(DEFAULT_SETTINGS)].flatMap(({ detector }) =>
  detector.kind === 'analyzer' ? [detector.rule] : [],
);
const BEGIN = 1_793_620_800;
const RECORDS_A_SECOND = 200;
const TASK = '10.0.1.17';

answerParent<MillionSourcesInput, MillionSourcesOutput>(({ sources, calledOneIn }) => {
  const line = compileFlowLogFormat(ANALYZER_FORMAT).reader();
  const before = peakBytes();
  const monitor = new ActivityMonitor(rules, DEFAULT_SSH_POLICY);
  for (let index = 0; index < sources; index += 1) {
    if (line.read(recordOf(index, index % calledOneIn === 0)) === 'record') monitor.addFlow(line);
  }
  const { findings, overflow } = monitor.finish();
  const heap = process.memoryUsage().heapUsed;
  return { records: sources, findings: findings.length, overflow, peak: peakBytes(), before, heap };
});

/** One refused knock on port 22, or one call of a task to port 443. */
function recordOf(index: number, isCalled: boolean): string {
  const address = `${11 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.7`;
  const start = BEGIN + Math.floor(index / RECORDS_A_SECOND);
  const values: Readonly<Record<string, string | number>> = {
    version: 5,
    'account-id': '111122223333',
    'interface-id': 'eni-0a1b2c3d4e5f67890',
    srcaddr: isCalled ? TASK : address,
    dstaddr: isCalled ? address : TASK,
    'pkt-srcaddr': isCalled ? TASK : address,
    'pkt-dstaddr': isCalled ? address : TASK,
    srcport: 32_768 + (index % 28_000),
    dstport: isCalled ? 443 : 22,
    protocol: 6,
    packets: isCalled ? 12 : 1,
    bytes: isCalled ? 4_200 : 60,
    start,
    end: start + 1,
    action: isCalled ? 'ACCEPT' : 'REJECT',
    'log-status': 'OK',
    'tcp-flags': isCalled ? 3 : 2,
    'flow-direction': isCalled ? 'egress' : 'ingress',
    'ecs-task-id': '0123456789abcdef0123456789abcdef',
    'ecs-service-name': 'web',
    'ecs-cluster-name': 'production',
  };
  return ANALYZER_FORMAT.map((name) => values[name] ?? '-').join(' ');
}
