import { isOutsideAddress } from '../../analysis/ssh/connections/addresses';
import { isOfAccount } from '../../analysis/task-definition/image';
import { isNamed } from '../../analysis/trail/call-dispatch';
import { ofDifferentValues } from '../../analysis/trail/different-values';
import { areElsewhere, networkOf, ONE_MACHINE, ONE_SITE } from '../../analysis/trail/networks';
import type { Sighting } from '../../analysis/trail/sighting';
import { personOf } from '../../analysis/trail/threads';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { ChainRule } from '../../analysis/trail/trail-rule';
import type { DetectionFamily } from '../detection';
import { byOutsider, byHand as isByHand, isReadByConsole } from '../writing/callers';
import {
  clusterOf,
  familiesScheduled,
  familyRun,
  here,
  secretsRead,
  shellIn,
  userKey,
} from '../writing/chain-keys';
import { imagesNamed } from '../writing/named-images';
import { atLeast, inOrder, on, step, when, whenBy } from '../writing/trail-rules';
import { isByCloudFormation, WATCH_CUTS } from '../writing/watch-cuts';
import { weakens } from '../writing/weakening';

const HOUR = 60;
const DAY = 24 * HOUR;

const succeeded = (call: TrailCall) => call.succeeded;
/** Whoever does not deploy; CloudFormation with a role of its own only where it is known which roles deploy. */
const byHand = (call: TrailCall) => call.succeeded && byOutsider(call);

/** What pipelines do all day: another role counts where it is known which of them deploy. */
const pastPipeline = (call: TrailCall) => call.succeeded && isByHand(call);

/** What takes something away that is no log, no trail and no detector: those are the step before. */
const DESTRUCTION = [
  {
    service: '*',
    names: [
      'Delete*',
      'Terminate*',
      'Deregister*',
      'ScheduleKeyDeletion',
      'DisableKey',
      'BatchDelete*',
      'Purge*',
    ],
    except: [
      ...[
        'DeleteFlowLogs',
        'DeleteLogGroup',
        'DeleteSubscriptionFilter',
        'DeleteMetricFilter',
        'DeleteTrail',
      ],
      ...['DeleteDetector', 'DeleteConfigurationRecorder'],
    ],
  },
];

/** What no program in a container asks for by itself. */
const TASKS = ['task'] as const;
const NOT_A_TASKS_CALLS = [
  ...on('iam', '*'),
  ...on('organizations', '*'),
  ...on('sts', 'GetCallerIdentity', 'AssumeRole'),
  ...on('ecs', 'List*', 'Describe*', 'RunTask', 'ExecuteCommand', 'RegisterTaskDefinition'),
  ...on('secretsmanager', 'ListSecrets'),
  ...on('ssm', 'DescribeParameters', 'StartSession', 'SendCommand'),
  ...on('s3', 'ListBuckets'),
  ...on('ec2', 'Describe*', 'RunInstances'),
];

/** Whoever may be somebody else: AWS itself, and the roles that only it can take, look around all day. */
const NO_SERVICE = ['person', 'deploy-role', 'task', 'role'] as const;

/** What miners start, and what those shut who blind an account. */
const ACTS = [
  { service: 'ecs', names: ['RunTask', 'CreateCluster'] },
  { service: 'ec2', names: ['RunInstances', 'RequestSpotFleet', 'CreateFleet', 'DeleteFlowLogs'] },
  { service: 'guardduty', names: ['DeleteDetector', 'UpdateDetector'] },
  { service: 'config', names: ['StopConfigurationRecorder'] },
  { service: 'access-analyzer', names: ['DeleteAnalyzer'] },
];

/** What miners start, too, and every release in each region of a product. */
const ROLLOUTS = [
  ...on('ecs', 'CreateService', 'RegisterTaskDefinition'),
  ...on('lambda', 'CreateFunction*'),
];

/** How many characters of an agent tell one program and machine from another; a sighting keeps no more than 200 in all. */
const AGENT_TEXT = 110;

/** Calls that open a shell in a task. */
const SHELLS = [...on('ecs', 'ExecuteCommand'), ...on('ssm', 'StartSession')];
/** Calls that start tasks of a definition. */
const RUNS = [
  ...on('ecs', 'RunTask', 'StartTask', 'CreateService', 'UpdateService', 'CreateTaskSet'),
  ...on('codedeploy', 'CreateDeployment'),
];
/** Calls after which somebody holds a key or password that they did not hold before. */
const CREDENTIALS_MADE = on('iam', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile');
/** Calls that have AWS start tasks later. */
const SCHEDULES = [
  ...on('scheduler', 'CreateSchedule', 'UpdateSchedule'),
  ...on('events', 'PutTargets'),
  ...on('pipes', 'CreatePipe', 'UpdatePipe'),
  ...on('states', 'CreateStateMachine', 'UpdateStateMachine'),
];

/** A service and a destination, so that the same destination of another service is another one. */
const APART = ' > ';

/**
 * Several records of one actor, or about one thing, that mean more together than each by itself. The windows are
 * those of an intrusion that goes on by hand: minutes for what one script does, a day for what one person does.
 */
export const chains: DetectionFamily = () => [
  {
    id: 'chain-exec-enabled-then-used',
    title: 'Exec enabled on a service, then a shell opened, by the same actor',
    severity: 'high',
    attack: ['T1609', 'T1098'],
    set: 'tuned',
    detector: acting(DAY, inOneCluster, [
      step(
        'exec was enabled',
        on('ecs', 'UpdateService', 'CreateService', 'RunTask', 'StartTask'),
        (call) => byHand(call) && call.request['enableExecuteCommand'] === true,
        { about: (call) => clusterOf(call) ?? '' },
      ),
      step(
        'a shell was opened',
        SHELLS,
        (call) => byHand(call) && !call.isThroughService && shellIn(call) !== undefined,
        { about: (call) => shellIn(call)?.cluster ?? '' },
      ),
    ]),
    runbook: {
      meaning:
        'Somebody set enableExecuteCommand on a service or task, and opened a shell in the same cluster within a day, by ExecuteCommand or by a session of Systems Manager with the task as its target. No record of a shell names the service: whether it is the same one, the task says. A pipeline that enables it and a person who uses it are two actors and no chain; one person with several sessions of a role, or who took on a role in between, is one.',
      impact:
        'Whoever holds the shell has the task role and every secret of its environment, and made the door for it first.',
      diagnosis: [
        'Take the two records in the evidence: requestParameters.enableExecuteCommand of the first, task and command of the second, within 24 hours.',
        'Ask whether a change was announced for that service at the time of the first eventTime, and whether the same userIdentity did other changes in that hour.',
        'Read the exec transcript of the session, if cluster logging is on: log stream named after responseElements.session.sessionId.',
      ],
      response: [
        'Close the door: `aws ecs update-service --cluster <cluster> --service <service> --no-enable-execute-command --force-new-deployment`.',
        'Stop the task, and rotate the secrets of its definition.',
      ],
    },
  },
  {
    id: 'chain-foreign-task-defined-then-run',
    title: 'Task definition with a foreign image, then run by the same actor',
    severity: 'high',
    attack: ['T1610', 'T1525'],
    set: 'tuned',
    detector: {
      ...acting(DAY, undefined, [
        step('a task definition was registered', on('ecs', 'RegisterTaskDefinition'), foreignDefinition, {
          distinct: (call) => call.text('family'),
        }),
        step('it was run', RUNS, byHand, { distinct: familyRun }),
      ]),
      isOfOneThing: true,
    },
    runbook: {
      meaning:
        'Somebody who does not deploy registered a revision whose image comes from outside of this account, and ran that family within a day: as a task, a service, a task set or by CodeDeploy. What AWS publishes to run beside a task (logs, traces, metrics) is not foreign; a role that the family never had is first-time-role-of-family.',
      impact:
        'Code that nobody reviewed runs inside of the network with the role that the definition names: miners and back doors come this way.',
      diagnosis: [
        'Read containerDefinitions[].image, command and taskRoleArn of the first record; whose registry is it?',
        'From the second eventTime until now, look at the flow log records of the task that was started: destinations and bytes.',
        'Compare taskRoleArn with the one of the revision before, over 90 days.',
      ],
      response: [
        'Stop what runs: `aws ecs stop-task --cluster <cluster> --task <task>`, and deregister the revision.',
        'Take iam:PassRole for that role away from the caller.',
      ],
    },
  },
  {
    id: 'chain-credential-made-then-used-elsewhere',
    title: 'Access key or login made, then used from another address than its maker',
    severity: 'high',
    attack: ['T1098.001', 'T1136.003', 'T1078.004'],
    set: 'tuned',
    detector: inOrder(
      DAY,
      [
        step('a credential was made', CREDENTIALS_MADE, succeeded, {
          by: (call) => [
            ...textsOf(call.value('responseElements.accessKey.accessKeyId')),
            ...(call.eventName.endsWith('LoginProfile') ? textsOf(userKey(call, call.text('userName'))) : []),
          ],
        }),
        {
          name: 'it was used from elsewhere',
          on: [
            whenBy(
              ['person'],
              '*',
              (call) => call.record.userIdentity?.type === 'IAMUser' && call.address !== undefined,
            ),
          ],
          by: (call) =>
            call.eventName === 'ConsoleLogin'
              ? call.succeeded
                ? userKey(call, call.record.userIdentity?.userName)
                : undefined
              : call.accessKey,
          distinct: (call) => (isInsideOwnNetwork(call) ? undefined : call.address),
        },
      ],
      ([made, used]) => areElsewhere(made?.address ?? '', used?.address ?? '', ONE_MACHINE),
    ),
    runbook: {
      meaning:
        'A key came into being, or a console password was set or set anew, and within a day somebody used it from an address that is not the one it was made from. IPv4 and IPv6 of one machine cannot be compared, and of a key that CloudFormation made nobody knows from where: these are not told.',
      impact:
        'A credential that was made to be carried away outlives the session that made it: the usual way to stay.',
      diagnosis: [
        'Compare sourceIPAddress of the two records in the evidence: is the second one of your offices or build machines?',
        'List all calls of that accessKeyId from its first use until now, by eventName.',
        'Who made it, and did the same userIdentity create the user or attach policies within that hour?',
      ],
      response: [
        'Disable it at once: `aws iam update-access-key --user-name <user> --access-key-id <key> --status Inactive`, or `aws iam delete-login-profile --user-name <user>`.',
        'Undo what it did, and disable the credentials of its maker until they are explained.',
      ],
    },
  },
  {
    id: 'chain-shell-then-task-role-abused',
    title: 'Shell opened in a task, then calls by its role that tasks do not make',
    severity: 'high',
    attack: ['T1609', 'T1552.005', 'T1580'],
    set: 'tuned',
    detector: {
      ...inOrder(6 * HOUR, [
        step('a shell was opened in the task', SHELLS, (call) => call.succeeded && !call.isThroughService, {
          by: (call) => shellIn(call)?.task,
        }),
        {
          name: "the task's role was used by hand",
          on: [whenBy(TASKS, NOT_A_TASKS_CALLS, (call) => !call.isThroughService)],
          by: (call) => call.session,
          about: ({ name }) => name,
        },
      ]),
      // What the task's own program asked for before the shell, it may ask for again.
      unlike: 1,
    },
    runbook: {
      meaning:
        "After somebody opened a shell in a task, the credentials of that very task called IAM, listed accounts, clusters, secrets or instances, by a call that they had not made before the shell: a person works with the task's role.",
      impact:
        'The role is worth more to them than the container; what it may do is done from now on by somebody else.',
      diagnosis: [
        'All calls whose session is the task id, from the ExecuteCommand until now, with sourceIPAddress: outside of your NAT addresses it was carried away.',
        'What did the role get, and what was refused (errorCode)? The order shows what they were looking for.',
        'Who is userIdentity of the ExecuteCommand, and where were they in the hour before?',
      ],
      response: [
        'Stop the task, and revoke the sessions of its role: deny everything older than now by `aws:TokenIssueTime`.',
        'Rotate every secret that the role may read.',
      ],
    },
  },
  {
    id: 'task-role-used-from-two-networks',
    title: "One task's credentials used from two networks",
    severity: 'high',
    attack: ['T1552.005', 'T1078.004'],
    set: 'tuned',
    detector: atLeast(
      2,
      6 * HOUR,
      [whenBy(TASKS, '*', (call) => call.address !== undefined && !call.isThroughService)],
      // Of one role: the execution role has the task's id as its session too, and the agent uses it from its own network.
      { by: (call) => call.actor, distinct: usedFrom, amounts: ofDifferentValues(areTwoUsers) },
    ),
    runbook: {
      meaning:
        'The credentials of one role of a task, known by the session that is named for the task, came from two public networks within six hours, and from one of them with another program or with a call that people make and programs do not. A task may leave by several addresses of a NAT gateway, or by IPv4 and IPv6: there it is the same programs that come from each, which is not told.',
      impact:
        'Somebody took the credentials out of the container and uses them from a machine of their own, with all that the task role may do.',
      diagnosis: [
        'Which of the networks in values is your NAT gateway or the task itself? Compare with `aws ec2 describe-nat-gateways` now.',
        'List the calls from the other address since its first eventTime, by eventName and errorCode.',
        'How did they leave: look for ExecuteCommand on the task in the day before, and for requests to 169.254.170.2 in the application log.',
      ],
      response: [
        'Stop the task and revoke its role sessions; rotate what the role could read.',
        'Bind the role to your network: a condition on aws:SourceVpc or aws:SourceIp for calls that do not go through a service.',
      ],
    },
  },
  {
    id: 'chain-whoami-enumeration-refusals',
    title: 'Who am I, then a look around, then refusals, by one actor',
    severity: 'medium',
    attack: ['T1087.004', 'T1580'],
    set: 'tuned',
    detector: inOrder(HOUR, [
      step('somebody asked who they are', on('sts', 'GetCallerIdentity'), succeeded, { by: threads }),
      {
        name: 'they looked around',
        by: threads,
        on: [whenBy(NO_SERVICE, on('*', 'List*', 'Describe*', 'Get*'), (call) => !call.isThroughService)],
        distinct: (call) => call.eventName,
        atLeast: 4,
      },
      {
        name: 'they were refused',
        by: threads,
        on: [whenBy(NO_SERVICE, 'failed', isRefusedByHand)],
        distinct: (call) => call.eventName,
        atLeast: 3,
      },
    ]),
    runbook: {
      meaning:
        'Within an hour one actor asked for its own identity, made at least four different calls that list or read, and was refused at least three different ones: hands on a credential that they do not know. What the pages of the console read by themselves, and are refused, is not counted.',
      impact: 'This is the first thing done with stolen credentials; what they may do comes next.',
      diagnosis: [
        'From the GetCallerIdentity until now, list all calls of this userIdentity with errorCode: what was not refused?',
        'Is sourceIPAddress one from which this actor came in the month before?',
        'Ask the owner of the credential in userIdentity.arn whether they were at it.',
      ],
      response: [
        'Disable the access key, or revoke the sessions of the role, until the owner answers.',
        'See what else the same address called, with which other credentials.',
      ],
    },
  },
  {
    id: 'chain-logging-cut-then-destruction',
    title: 'Logging or watching cut, then something deleted, by the same actor',
    severity: 'critical',
    attack: ['T1685.002', 'T1485'],
    set: 'tuned',
    detector: acting(DAY, notOneStack, [
      {
        name: 'what records or watches was cut',
        on: WATCH_CUTS,
        about: (call) => (isByCloudFormation(call) ? STACK : ''),
      },
      {
        name: 'something was destroyed',
        on: [when(DESTRUCTION, byHand)],
        distinct: (call) => (isByCloudFormation(call) ? STACK : call.eventName),
      },
    ]),
    runbook: {
      meaning:
        'The same actor cut a trail, a log, a detector or its recorder, and within a day deleted, terminated or disabled something else. What CloudFormation deletes with one stack is one act: a stack that holds a trail is told by the trail that goes, and a log group that goes with its application is no cut.',
      impact:
        'Blinding comes before damage. What is destroyed now may be all that is left: backups, keys, data.',
      diagnosis: [
        'Read both records in the evidence; then all write calls of this userIdentity since the first of them, from every region and, while the trail was off, from CloudTrail event history (90 days).',
        'What was deleted: does it have a backup, a deletion window (keys 7 to 30 days, secrets 7 days) or a version that can be restored now?',
        'Which sourceIPAddress and accessKeyId is it, and where else did they appear in the day before?',
      ],
      response: [
        'Take the credentials away at once: disable the key, or deny the role everything older than now.',
        'Start the log again (`aws cloudtrail start-logging --name <trail>`), cancel key and secret deletions, restore from the newest backup.',
      ],
    },
  },
  {
    id: 'chain-secret-read-then-new-destination',
    title: 'Task read a secret, then sent to an address its service never used',
    severity: 'high',
    attack: ['T1552', 'T1048'],
    set: 'tuned',
    detector: {
      ...inOrder(HOUR, [
        step(
          'a task read a secret',
          [
            { service: 'secretsmanager', names: ['GetSecretValue', 'BatchGetSecretValue'] },
            { service: 'ssm', names: ['GetParameter*'] },
          ],
          (call) => call.succeeded && call.isBy('task') && secretsRead(call).length > 0,
          { by: (call) => call.session },
        ),
        {
          name: 'it sent to a new address',
          flow: (flow) => {
            // What costs least is asked first: this is asked of every flow.
            if (flow.flowDirection !== 'egress' || flow.action !== 'ACCEPT') return undefined;
            const target = flow.pktDstaddr ?? flow.dstaddr;
            if (target === undefined || !isOutsideAddress(target)) return undefined;
            const { ecsTaskId, ecsServiceName, srcaddr, dstport } = flow;
            if (ecsTaskId === undefined || srcaddr === undefined) return undefined;
            return {
              key: ecsTaskId,
              value: `${ecsServiceName ?? '-'}${APART}${target}`,
              says: `sends to ${target} port ${dstport ?? '-'}`,
            };
          },
        },
      ]),
      // The service must have been there for a while: at its start every destination is new.
      fresh: { step: 1, group: (value) => value.split(APART)[0] ?? '', afterHours: 2, mostValues: 12 },
    },
    runbook: {
      meaning:
        "Within an hour of a task's reading a secret, the same task sent packets to a public address that no task of its service had sent to before, in logs of at least two hours. Told by the replay alone: the deployed function is not given the flow records of all that tasks send.",
      impact:
        'A secret that leaves the task leaves the account; whoever receives it can use it from anywhere.',
      diagnosis: [
        'Whose is the address: look at the name it has in the DNS log, and at dstport and bytes of the flow records since its first one.',
        'Did a release change what the service talks to in that hour (UpdateService, RegisterTaskDefinition)?',
        'Which secret: requestParameters.secretId of the first record, and is it one that the service reads while it runs, not at its start?',
      ],
      response: [
        'Stop the task and rotate the secret.',
        'Close the way: egress of its security group to what the service needs.',
      ],
    },
  },
  {
    id: 'chain-hidden-schedule-then-tasks',
    title: 'Schedule made by hand, then tasks started by the scheduler',
    severity: 'high',
    attack: ['T1053.007', 'T1610'],
    set: 'tuned',
    detector: inOrder(7 * DAY, [
      {
        name: 'a schedule that runs a task was made',
        on: [when(SCHEDULES, byHand)],
        by: familiesScheduled,
      },
      step(
        'the scheduler started tasks',
        on('ecs', 'RunTask'),
        (call) =>
          call.succeeded &&
          /^(scheduler|events|pipes|states)\.amazonaws\.com$/.test(
            call.through ?? call.record.sourceIPAddress ?? '',
          ),
        {
          by: (call) => {
            const family = familyRun(call);
            return family && here(call, family);
          },
        },
      ),
    ]),
    runbook: {
      meaning:
        'Somebody who does not deploy made a schedule, an event target, a pipe or a state machine with a task definition in it, as a template or in the input of a universal target, and within a week AWS ran that family for it, in the same account and region.',
      impact:
        'What was stopped comes back by itself: a schedule is the way to stay in a cluster that nobody looks at, since no person starts the tasks.',
      diagnosis: [
        'Read the schedule: `aws scheduler get-schedule --name <name>`, fields Target.EcsParameters, RoleArn and ScheduleExpression.',
        'Which image does the family run, and who registered that revision in the week before?',
        'From the first RunTask until now, look at the flow log records of these tasks: bytes and destinations.',
      ],
      response: [
        'Disable and delete it: `aws scheduler delete-schedule --name <name>`; stop its tasks; deregister the revision.',
        'Take scheduler:CreateSchedule and iam:PassRole for the schedule role away from the caller.',
      ],
    },
  },
  {
    id: 'chain-cross-account-role-then-iam-changes',
    title: 'Role assumed from another account, then IAM changed with it',
    severity: 'high',
    attack: ['T1199', 'T1098'],
    set: 'tuned',
    detector: acting(DAY, undefined, [
      step('a role was assumed from another account', on('sts', 'AssumeRole'), fromAnotherAccount, {
        by: (call) => textsOf(call.value('responseElements.assumedRoleUser.arn')),
      }),
      step(
        'IAM was changed with it',
        on('iam', 'Create*', 'Put*', 'Attach*', 'Update*', 'Delete*', 'Add*', 'Set*', 'Detach*'),
        byHand,
        { distinct: (call) => call.eventName },
      ),
    ]),
    runbook: {
      meaning:
        'Credentials of another account opened a session of a role here, and that session, or one of a role that it took on in turn, changed users, roles, keys or policies.',
      impact: 'A partner, or whoever holds the credentials of that partner, writes their own way in.',
      diagnosis: [
        'Whose account is userIdentity.accountId of the AssumeRole, and is it one that this role is meant for?',
        'List all write calls of the session since its AssumeRole: what was created, for whom, with which policy?',
        'Look at sourceIPAddress of both records; does the partner know it, and did they come from it in the month before?',
      ],
      response: [
        'Revoke the sessions of the role, and take the other account out of its trust policy until it is explained.',
        'Delete what the session made: users, keys, trust policies.',
      ],
    },
  },
  {
    id: 'chain-user-made-and-given-power',
    title: 'User made, given a credential and rights within two hours',
    severity: 'high',
    attack: ['T1136.003', 'T1098.001', 'T1098.003'],
    set: 'tuned',
    detector: {
      kind: 'chain',
      order: 'temporal',
      withinMinutes: 2 * HOUR,
      steps: [
        // By the user and not by who acts: it is one making, whatever session or role does which part of it.
        step('a user was made', on('iam', 'CreateUser'), byHand, { by: aboutUser }),
        step('it got a credential', on('iam', 'CreateAccessKey', 'CreateLoginProfile'), byHand, {
          by: aboutUser,
        }),
        step('it got rights', on('iam', 'AttachUserPolicy', 'PutUserPolicy', 'AddUserToGroup'), byHand, {
          by: aboutUser,
        }),
      ],
    },
    runbook: {
      meaning:
        'Within two hours somebody, no deploy role, created a user, gave it an access key or a password, and attached or wrote a policy or put it into a group; in one session or in several.',
      impact: 'A complete identity that lasts, outside of single sign-on and of the pipeline.',
      diagnosis: [
        'Which rights: policyArn, policyDocument or groupName of the third record.',
        'List every call of the new user from its making until now.',
        'Was there a request for this user in the day before? People come by single sign-on.',
      ],
      response: [
        'Deactivate its keys and delete the login profile; then delete the user once its calls are understood.',
        'Look at what else its maker did in the same two hours.',
      ],
    },
  },
  {
    id: 'chain-image-pushed-then-rolled-out',
    title: 'Image pushed by hand, then rolled out by the same actor',
    severity: 'high',
    attack: ['T1195.002', 'T1525'],
    set: 'tuned',
    detector: acting(DAY, undefined, [
      step('an image was pushed', on('ecr', 'PutImage'), pastPipeline, {
        distinct: (call) => call.text('repositoryName'),
      }),
      step(
        'a service was made to take it',
        on('ecs', 'UpdateService', 'CreateService', 'RunTask'),
        (call) =>
          pastPipeline(call) &&
          (call.request['forceNewDeployment'] === true || call.text('taskDefinition') !== undefined),
      ),
    ]),
    runbook: {
      meaning:
        'Somebody other than a deploy role put an image into a repository and, within a day, forced a deployment or ran a task. The build was left out.',
      impact:
        'Code that no review and no scan has seen runs in production under a tag that looks like a release.',
      diagnosis: [
        'Which tag and digest: requestParameters.imageTag and responseElements.image.imageId of the first record; was the tag moved?',
        'Compare with the digest that the build of that commit made; `aws ecr describe-images --repository-name <repositoryName>` now.',
        'From the deployment until now, look for flow log records of the new tasks to addresses that the old ones never used.',
      ],
      response: [
        'Roll back to the digest of the last build: register a revision with it and `aws ecs update-service`.',
        'Make tags immutable, and take ecr:PutImage away from people.',
      ],
    },
  },
  {
    id: 'same-act-in-many-regions',
    title: 'The same act in three regions or more within an hour',
    severity: 'medium',
    attack: ['T1535', 'T1578'],
    set: 'tuned',
    detector: atLeast(
      3,
      HOUR,
      [
        when(ACTS, (call) => byHand(call) && !isByCloudFormation(call) && weakens(call)),
        when(ROLLOUTS, (call) => pastPipeline(call) && !isByCloudFormation(call)),
      ],
      {
        by: (call) => `${call.principal} ${call.record.eventName}`,
        distinct: (call) => call.record.awsRegion,
      },
    ),
    runbook: {
      meaning:
        'One user or role, no deploy role, made the same call that starts, makes or shuts something in at least three regions within an hour, itself and not by a stack set. A release to several regions (task definitions, services, functions) by another role counts only where it is known which roles deploy.',
      impact:
        'Miners start in every region at once, and whoever blinds an account does it everywhere; a fleet lives in one or two.',
      diagnosis: [
        'Which regions (values), which call, and what did each answer: responseElements and errorCode.',
        'In each region now: `aws ecs list-clusters --region <region>` and `aws ec2 describe-instances --region <region>`.',
        'Did the same userIdentity do anything else there in the hour around it?',
      ],
      response: [
        'Stop what was started in each of the regions, start again what was shut.',
        'Deny regions that you do not use by a service control policy.',
      ],
    },
  },
  {
    id: 'watching-cut-in-many-accounts',
    title: 'Logging or detectors cut in two accounts or more by one principal',
    severity: 'critical',
    attack: ['T1685.002', 'T1685'],
    set: 'tuned',
    detector: atLeast(2, HOUR, WATCH_CUTS, {
      by: acrossAccounts,
      // A call that goes over to another account is written down in both.
      distinct: ({ account, record }) =>
        record['sharedEventID'] === undefined ? account : (record.userIdentity?.accountId ?? account),
    }),
    runbook: {
      meaning:
        'Calls that cut trails, flow logs, log groups or detectors came in at least two accounts within an hour from one user, one source identity, or one role by its name, with the same session name or from the same address.',
      impact: 'Somebody blinds the organisation, not an account: they hold a role that reaches everywhere.',
      diagnosis: [
        'Which accounts (values), in which order: eventTime and recipientAccountId of the records.',
        'From which role do the sessions come: AssumeRole records with the same roleSessionName within the hour before.',
        'Is the organisation trail among what was cut? Look at requestParameters.name and isOrganizationTrail now.',
      ],
      response: [
        'In the management account: deny cloudtrail:StopLogging, DeleteTrail and guardduty:DeleteDetector by a service control policy at once.',
        'Start each log again, and close the role through which they came.',
      ],
    },
  },
  {
    id: 'secrets-read-widely-by-person',
    title: 'Five different secrets or more read by one person within an hour',
    severity: 'high',
    attack: ['T1555.006', 'T1213'],
    set: 'tuned',
    detector: atLeast(
      5,
      HOUR,
      [
        when(
          [
            { service: 'secretsmanager', names: ['GetSecretValue', 'BatchGetSecretValue'] },
            { service: 'ssm', names: ['GetParameter*'] },
          ],
          (call) => call.succeeded && call.isBy('person'),
        ),
      ],
      { by: personOf, distinct: secretsRead },
    ),
    runbook: {
      meaning:
        'One person (a user, a console or single sign-on session) read at least five different secrets or decrypted parameters within an hour, with one role of Identity Center or several. A secret that is read by its name and by its ARN is one; parameters that AWS publishes are none.',
      impact:
        'Passwords that are read by a person are outside of every rotation and every review from then on.',
      diagnosis: [
        'Which secrets (values): secretId of each record over the hour; does the person work on all of these services?',
        'Look at userAgent and sourceIPAddress over the hour: a loop in a script, or a person in the console?',
        'What did the same session do in the hour after: downloads from buckets, new keys, calls from another address?',
      ],
      response: [
        'Ask the person; if they do not know of it, end their sessions in Identity Center and rotate every secret in values.',
        'Give people the right to read secrets for hours, by request, not for good.',
      ],
    },
  },
];

function textsOf(value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [value] : [];
}

const threads = (call: TrailCall) => call.threads;

const isRefusedByHand = (call: TrailCall) => call.refused && !call.isThroughService && !isReadByConsole(call);

/** Steps by one actor, whatever its sessions are called, and through the roles that it takes on. */
function acting(withinMinutes: number, joins: ChainRule['joins'], steps: ChainRule['steps']): ChainRule {
  return { ...inOrder(withinMinutes, steps, joins), followsRoles: true };
}

const isInOnePlace = (one: Sighting, other: Sighting) =>
  one.account === other.account && one.region === other.region;

/** In one account and region, and in one cluster where both records name it. */
function inOneCluster(steps: readonly Sighting[]): boolean {
  const [enabled, used] = steps as readonly [Sighting, Sighting];
  const clusters = new Set([enabled.value, used.value].filter((name) => name !== undefined && name !== ''));
  return isInOnePlace(enabled, used) && clusters.size < 2;
}

/** What CloudFormation deletes; calls have names of letters. */
const STACK = 'with a stack';

function notOneStack(steps: readonly Sighting[]): boolean {
  return !steps.every(({ value }) => value === STACK);
}

/**
 * One actor in several accounts: a user, or a role by its name, which is the same in each, together with the name of the
 * session, the machine or the source identity. The name of a session alone is that of a product, and many teams use it.
 */
function acrossAccounts(call: TrailCall): readonly string[] {
  const { session, principal, threads } = call;
  if (session === undefined) return [principal];
  return threads.map((thread) =>
    thread.startsWith('arn:') ? thread.replace(/^arn:[^:]*:sts::\d*:/, '') : thread,
  );
}

function aboutUser(call: TrailCall): string | undefined {
  return userKey(call, call.text('userName'));
}

/** From inside of a VPC of the same account, by an endpoint. */
function isInsideOwnNetwork(call: TrailCall): boolean {
  const owner = call.record['vpcEndpointAccountId'];
  const isInside = call.address !== undefined && !isOutsideAddress(call.address);
  return isInside && (owner === undefined || owner === call.account);
}

/** What AWS publishes to run beside a task, under a name that others could have, too: its log router and its agent. */
const BESIDE_A_TASK =
  /^(?:public\.ecr\.aws\/cloudwatch-agent\/|906394416424\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/)/;

/**
 * An image that does not come from a registry of this account, by somebody who does not deploy. Of a role that may be the
 * pipeline, because nobody has said which is, what runs beside an image of one's own is taken for what it looks like: an
 * agent that each release brings along.
 */
function foreignDefinition(call: TrailCall): string | false {
  if (!byHand(call)) return false;
  const images = imagesNamed(call);
  const foreign = images.filter((image) => !isOfAccount(image, call.account) && !BESIDE_A_TASK.test(image));
  if (!isByHand(call) && images.some((image) => isOfAccount(image, call.account))) return false;
  return foreign.length > 0 && `with image ${foreign.slice(0, 2).join(', ')}`;
}

function fromAnotherAccount(call: TrailCall): boolean {
  const caller = call.record.userIdentity?.accountId;
  return (
    call.succeeded &&
    !call.isThroughService &&
    caller !== undefined &&
    call.account !== undefined &&
    caller !== call.account
  );
}

/** What programs ask for when they begin, and people too: it tells nobody apart. */
const ALSO_PROGRAMS = new Set(['sts:GetCallerIdentity', 'sts:AssumeRole']);
const BY_HAND = ' by hand ';

/** The public network that a task's credentials were used from, and how: by which program, or by a call as people make. */
function usedFrom(call: TrailCall): string | undefined {
  const { address, name } = call;
  if (address === undefined || !isOutsideAddress(address)) return undefined;
  const { eventSource, eventName, userAgent } = call.record;
  const isTelling = isNamed(NOT_A_TASKS_CALLS, eventSource, eventName) && !ALSO_PROGRAMS.has(name);
  const how = isTelling ? `${BY_HAND}${name}` : ` with ${(userAgent ?? '-').slice(0, AGENT_TEXT)}`;
  return `${networkOf(address, ONE_SITE)}${how}`;
}

/**
 * Two networks of one kind that are used in different ways: each by a program that the other has not, or one of them by
 * hand. What a NAT gateway sends by one of its addresses, it sends by the others too.
 */
function areTwoUsers(values: readonly string[]): boolean {
  const uses = new Map<string, Set<string>>();
  for (const value of values) {
    const [network = ''] = value.split(' ', 1);
    uses.set(network, (uses.get(network) ?? new Set()).add(value.slice(network.length)));
  }
  const networks = [...uses];
  return networks.some(([one, first], index) =>
    networks.slice(index + 1).some(([other, second]) => {
      if (one.includes(':') !== other.includes(':')) return false;
      const [own, others] = [without(first, second), without(second, first)];
      return (
        (own.length > 0 && others.length > 0) || [...own, ...others].some((use) => use.startsWith(BY_HAND))
      );
    }),
  );
}

function without(uses: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...uses].filter((use) => !others.has(use));
}
