import type { TrailCall } from '../../analysis/trail/trail-call';
import type { KeyOf, ServiceCalls } from '../../analysis/trail/trail-rule';
import { ownEntry } from '../../records/values/own-entry';
import type { DetectionFamily } from '../detection';
import { byAnybody, byDeployment } from '../writing/callers';
import { BY_TARGET, on, storiesBy, when } from '../writing/trail-rules';

/** Everything but reading, and but what the pipeline and its readers do all day with what is theirs. */
const WRITES: readonly ServiceCalls[] = [
  {
    service: '*',
    names: ['*'],
    except: [
      ...['Get*', 'List*', 'Describe*', 'BatchGet*', 'BatchDescribe*', 'Head*', 'Lookup*', 'Search*'],
      ...['Filter*', 'Test*', 'Validate*', 'Simulate*', 'Query', 'Scan', 'Select*', 'Assume*'],
      ...[
        'StartQuery*',
        'StopQuery*',
        'Decrypt',
        'Encrypt',
        'ReEncrypt',
        'GenerateDataKey*',
        'Sign',
        'Verify',
      ],
      ...['Invoke*', 'Publish*', 'Send*', 'Receive*', 'PutLogEvents', 'CreateLogStream', 'PutMetricData'],
      ...['PutObject', 'PutItem', 'UpdateItem', 'BatchWriteItem', 'TransactWriteItems', 'PutEvents'],
    ],
  },
];

/** What is watched may be called like what watches, and has detections of its own. */
const WORKLOAD: ReadonlySet<string> = new Set([
  'ecs.amazonaws.com',
  'ecr.amazonaws.com',
  'elasticloadbalancing.amazonaws.com',
]);

/** What takes a thing away, or makes it do less. */
const TAKES_AWAY =
  /^(?:Delete|Batch[A-Z]?\w*Delete|Remove|Stop|Disable|Disassociate|Detach|Deregister|Purge|Unsubscribe|Untag|Revoke|Retire|Cancel|Terminate|ScheduleKeyDeletion|SetAlarmState|MuteAlarm)/;

/** Values of a request that switch a thing off, by the last part of their name. */
const SWITCHES: Readonly<Record<string, (value: unknown) => boolean>> = {
  state: (value) => value === 'DISABLED',
  enabled: (value) => value === false,
  enable: (value) => value === false,
  actionsEnabled: (value) => value === false,
  reservedConcurrentExecutions: (value) => typeof value === 'number' && value < 2,
  cloudWatchLogsLogGroupArn: (value) => value === '',
  isLogging: (value) => value === false,
  deletionProtectionEnabled: (value) => value === false,
  status: (value) => value === 'Disabled' || value === 'Suspended' || value === 'DISABLED',
};

/** Does the call delete, stop, disable or weaken what it names? */
function cuts(call: TrailCall): boolean {
  return (
    TAKES_AWAY.test(call.record.eventName) ||
    Object.entries(call.request).some(([name, value]) => ownEntry(SWITCHES, name)?.(value) === true)
  );
}

/** What belongs to the pipeline, if the call writes to it and is a deed of somebody. */
function touched(call: TrailCall): string | undefined {
  const { eventSource, readOnly } = call.record;
  if (readOnly === true || WORKLOAD.has(eventSource) || !byAnybody(call)) return undefined;
  // Any stack may be told the name of our topic; it is ours where it is called so.
  if (eventSource === CLOUDFORMATION)
    return STACK_NAMES.filter((path) => call.isOwn(path)).map((path) => call.text(path))[0];
  return call.ownName;
}

const CLOUDFORMATION = 'cloudformation.amazonaws.com';
const STACK_NAMES = ['stackName', 'stackId', 'stackSetName', 'changeSetName', 'resourceArn'];

const tried = (call: TrailCall, name: string) =>
  `${call.succeeded ? 'on' : 'tried on'} ${name}, which belongs to the pipeline`;

/**
 * The pipeline itself, by the names of what it is made of: trail, buckets, keys, log groups, filters, rules, functions,
 * tables, queues, topics, alarms, workgroup and stacks. Nobody is excused who takes something away, and an attempt that
 * was refused counts.
 */
export const ownChain: DetectionFamily = () => [
  {
    id: 'own-chain-cut',
    title: 'Part of this pipeline deleted, stopped or disabled, or tried to',
    severity: 'critical',
    attack: ['T1685', 'T1685.002'],
    set: 'tuned',
    detector: storiesBy(
      BY_TARGET,
      when(WRITES, (call) => {
        const name = touched(call);
        return name !== undefined && cuts(call) && tried(call, name);
      }),
    ),
    runbook: {
      meaning:
        'A call deletes, stops, disables or empties something that this pipeline is made of, by its name; an errorCode says that it was refused. Nobody is excused, a deploy role neither.',
      impact: 'What is cut there does not arrive here any more: later silence means nothing.',
      diagnosis: [
        'Read in the evidence which part is named, and whether errorCode stands there: refused means that somebody wanted to.',
        'Now: `npx harborwatch doctor` says which links of the chain still stand.',
        'Over the hour before eventTime, list every call of the same userIdentity.arn: what was to be hidden?',
      ],
      response: [
        'Deploy the stack that holds the part again, then see with `npx harborwatch doctor` that records arrive.',
        'Revoke the sessions or keys of the caller, a pipeline that nobody started included.',
        'Replay the files of the gap: `npx harborwatch replay <folder> --since <eventTime>`.',
      ],
    },
  },
  {
    id: 'own-chain-changed',
    title: 'Part of this pipeline changed outside of a deployment, or tried to',
    severity: 'high',
    attack: ['T1685', 'T1685.002'],
    set: 'tuned',
    detector: {
      ...storiesBy(
        BY_DEPLOYMENT,
        when(WRITES, (call) => {
          const name = touched(call);
          return name !== undefined && !cuts(call) && !isStackCall(call) && tried(call, name);
        }),
      ),
      during: { start: STARTS, minutes: DEPLOYMENT_MINUTES, isTold: false },
    },
    runbook: {
      meaning:
        'A call writes over something that this pipeline is made of: an alarm, rule, target, filter, policy, key, grant, lifecycle, replication, code or table. It did not come within the hour after a named deploy role had started a deployment of one of the stacks of the pipeline.',
      impact:
        'An alarm with another threshold, a rule with another pattern or a target elsewhere looks whole and sees nothing.',
      diagnosis: [
        'Compare requestParameters with what the stack says: `cdk diff`, or `aws cloudformation detect-stack-drift` now.',
        'Over the day around eventTime, which deployments were announced, and was it this userIdentity.arn that made them?',
      ],
      response: [
        'Deploy the stacks again: they write over what was changed.',
        'If nobody answers for it, revoke the caller and treat the time since eventTime as unwatched.',
      ],
    },
  },
  {
    id: 'own-chain-deployed',
    title: 'Stack of this pipeline deployed',
    severity: 'low',
    attack: ['T1685'],
    set: 'tuned',
    detector: {
      ...storiesBy(
        BY_DEPLOYMENT,
        when(WRITES, (call) => {
          const name = touched(call);
          const isDeploying = byDeployment(call) || isStackCall(call);
          return name !== undefined && !cuts(call) && isDeploying && `names ${name}`;
        }),
      ),
      during: { start: STARTS, minutes: DEPLOYMENT_MINUTES, isTold: true },
    },
    runbook: {
      meaning:
        'A named deploy role changed the pipeline through CloudFormation, or asked it to: one line for each deployment.',
      impact: 'None, if it was announced; it is told so that a change of the watchers is never silent.',
      diagnosis: [
        'Compare the time of the finding with the runs of the pipeline that deploys, over the hour around it.',
        'Now: `aws cloudformation describe-stack-events --stack-name <stack>` lists what was changed.',
      ],
      response: [
        'If nobody deployed, take the deploy role from whoever holds it and look at its other calls.',
      ],
    },
  },
];

/** What a deployment of CloudFormation needs at the most after it was started; no record says that it has ended. */
const DEPLOYMENT_MINUTES = 60;

const STARTS = [
  when(
    on('cloudformation', 'CreateStack', 'UpdateStack', 'ExecuteChangeSet'),
    (call) => isStackCall(call) && touched(call) !== undefined,
  ),
];

/** A named deploy role that asks for a deployment. */
function isStackCall(call: TrailCall): boolean {
  return call.succeeded && call.isBy('deploy-role') && call.record.eventSource === CLOUDFORMATION;
}

/** Deployments are stories of an account and region, since who starts one and who carries it out are two roles. */
const BY_DEPLOYMENT: KeyOf = (call) =>
  byDeployment(call) || isStackCall(call)
    ? `deployment ${call.account} ${call.record.awsRegion}`
    : BY_TARGET(call);
