import { isPublicAddress } from '../../analysis/ssh/connections/addresses';
import { OUTBOUND_SSH_PORTS } from '../../analysis/ssh/policy';
import type { Detection } from '../../detections/detection';
import type { FlowLogFields } from '../../records/flow-logs/flow-log-row';
import type { TitledFinding } from '../replay/replay-result';
import type { ReplaySettings } from '../settings/replay-settings';
import type { Condition } from './condition';
import type { Judgement } from './judged-record';

/** A flow as rules see it: who called whom. */
export interface JudgedFlow {
  readonly client: string;
  readonly server: string;
  /** Of the server. */
  readonly port: number;
  readonly fields: FlowLogFields;
  /** Is the record one of what the client sent? */
  readonly isThere: boolean;
}

type Ask = (flow: JudgedFlow, settings: ReplaySettings) => Condition;

/** What is, and where it is not so what should be. */
function condition(is: string, should: string, held: boolean): Condition {
  return { text: held ? is : `${is}, and should be ${should}`, held };
}

const isTcp: Ask = ({ fields: { protocol = 'absent' } }) =>
  condition(`protocol is ${protocol}`, '6 (TCP)', protocol === 6);

const onSsh: Ask = ({ port }, { sshPorts }) =>
  condition(`the port is ${port}`, `one of SSH's (${sshPorts.join(', ')})`, sshPorts.includes(port));

const offSsh: Ask = ({ port }, { sshPorts }) =>
  condition(`the port is ${port}`, `none of SSH's (${sshPorts.join(', ')})`, !sshPorts.includes(port));

const toSsh: Ask = ({ port }, { sshPorts }) =>
  condition(
    `the port is ${port}`,
    `one on which SSH is common (${[...OUTBOUND_SSH_PORTS].join(', ')}) or set`,
    OUTBOUND_SSH_PORTS.has(port) || sshPorts.includes(port),
  );

const fromInternet: Ask = ({ client }) => onInternet(client);
const toInternet: Ask = ({ server }) => onInternet(server);
const toInside: Ask = ({ server }) => {
  const held = !isPublicAddress(server);
  return condition(`${server} is ${held ? 'inside' : 'on the internet'}`, 'inside', held);
};

function onInternet(address: string): Condition {
  const held = isPublicAddress(address);
  return condition(`${address} is ${held ? '' : 'not '}on the internet`, 'so', held);
}

const accepted: Ask = ({ fields: { action = 'absent' } }) =>
  condition(`action is ${action}`, 'ACCEPT', action === 'ACCEPT');

const rejected: Ask = ({ fields: { action = 'absent' } }) =>
  condition(`action is ${action}`, 'REJECT', action === 'REJECT');

const byTask: Ask = ({ fields, isThere, client, server }) => {
  const { 'ecs-task-id': task, 'ecs-service-name': service, 'flow-direction': direction } = fields;
  const wanted = `that of a task at ${client}`;
  if (task === undefined) return condition('ecs-task-id is absent', wanted, false);
  const of = service === undefined ? '' : ` of ${service}`;
  // The task is that of the interface: whose it is the direction says.
  const isOfClient = direction === undefined || (direction === 'egress') === isThere;
  return condition(
    `ecs-task-id is ${task}${of}, at the interface of ${isOfClient ? client : server}`,
    wanted,
    isOfClient,
  );
};

/**
 * What each rule over flows asks of one flow before it looks at many. What it takes of many the rule itself knows: whether
 * it was there is what was found.
 */
export const ASKED_OF_ONE: Readonly<Record<string, readonly Ask[]>> = {
  'ssh-probable-login': [isTcp, onSsh],
  'ssh-port-opened-then-probed': [isTcp, onSsh, fromInternet],
  'ssh-accepted-from-internet': [isTcp, onSsh, fromInternet, accepted],
  'ssh-outbound-from-task': [isTcp, toSsh, byTask],
  'ssh-brute-force-flat': [isTcp, onSsh],
  'ssh-flood': [isTcp, onSsh, accepted],
  'ssh-brute-force': [isTcp, onSsh],
  'ssh-slow-brute-force': [isTcp, onSsh],
  'ssh-distributed-brute-force': [isTcp, onSsh],
  'ssh-probe-burst': [isTcp, onSsh],
  'ssh-horizontal-scan': [isTcp, onSsh],
  'ssh-on-unlisted-port': [isTcp, offSsh],
  'ssh-vertical-scan': [],
  'ssh-filtered-probe': [isTcp, onSsh, fromInternet, rejected],
  'unusual-egress': [byTask, toInternet],
  'task-beacon': [byTask, toInternet],
  'task-slow-upload': [byTask, toInternet, accepted],
  'task-spread': [byTask, toInside],
  'address-scan': [offSsh],
  'port-scan': [],
};

/** Rules over something else than flows, such as records that AWS lost. */
export const NOT_ABOUT_FLOWS: ReadonlySet<string> = new Set(['flow-log-records-lost']);

/** What each rule over flows says of one flow; those that count it first. */
export function judgeFlow(
  flow: JudgedFlow,
  detections: readonly Detection[],
  settings: ReplaySettings,
  findings: readonly TitledFinding[],
): readonly Judgement[] {
  return detections
    .filter(({ id, detector }) => detector.kind === 'analyzer' && !NOT_ABOUT_FLOWS.has(id))
    .map((detection): Judgement => {
      const { id, title, runbook } = detection;
      const tellers = findings.filter((finding) => finding.detection === id).map(({ summary }) => summary);
      const asked = (ASKED_OF_ONE[id] ?? []).map((ask) => ask(flow, settings));
      const isCounted = tellers.length > 0;
      const many = isCounted ? tellers.join('; ') : `with others: ${firstSentence(runbook.meaning)}`;
      const isPossible = asked.every(({ held }) => held);
      const conditions = isPossible || isCounted ? [...asked, { text: many, held: isCounted }] : asked;
      const failed = conditions.filter(({ held }) => !held);
      return {
        ...{ detection: id, title, conditions },
        holds: isCounted,
        because: (isCounted ? conditions.slice(-1) : failed).map(({ text }) => text),
      };
    })
    .sort((one, other) => Number(other.holds) - Number(one.holds));
}

function firstSentence(text: string): string {
  return /^.*?\.(?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}
