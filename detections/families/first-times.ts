import { isOutsideAddress } from '../../analysis/ssh/connections/addresses';
import { isOfAccount, registryNameOf } from '../../analysis/task-definition/image';
import { networkOf, ONE_MACHINE } from '../../analysis/trail/networks';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { ServiceCalls } from '../../analysis/trail/trail-rule';
import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { DetectionFamily } from '../detection';
import { here, nameIn } from '../writing/chain-keys';
import { IMAGE_CALLS, imagesNamed } from '../writing/named-images';
import { on, when, whenBy } from '../writing/trail-rules';

/** Calls that change who may do what, what is recorded and what runs: worth a word when somebody makes one first. */
const SENSITIVE: readonly ServiceCalls[] = [
  { service: 'iam', names: ['Create*', 'Put*', 'Attach*', 'Update*', 'Delete*', 'Add*', 'Set*'] },
  { service: 'cloudtrail', names: ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'] },
  { service: 'ecs', names: ['ExecuteCommand', 'RunTask', 'RegisterTaskDefinition', 'DeleteCluster', 'Put*'] },
  { service: 'ec2', names: ['Authorize*', 'ModifySecurityGroupRules', 'RunInstances', 'DeleteFlowLogs'] },
  {
    service: 'secretsmanager',
    names: ['GetSecretValue', 'DeleteSecret', 'PutResourcePolicy', 'UpdateSecret'],
  },
  { service: 'kms', names: ['PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKey', 'CreateGrant'] },
  { service: 'ecr', names: ['PutImage', 'SetRepositoryPolicy', 'DeleteRepository'] },
  { service: 'ssm', names: ['StartSession', 'SendCommand'] },
  { service: 'lambda', names: ['UpdateFunctionCode*', 'AddPermission*'] },
  { service: 's3', names: ['PutBucketPolicy', 'DeleteBucket*', 'PutBucketLifecycle*'] },
];

/** Who asks for a scan, or reads what one found. */
const SCANS: readonly string[] = ['StartImageScan', 'DescribeImageScanFindings'];

/** Calls that change something, of every service: no reads, no sessions, no use of keys. */
const CHANGES: readonly ServiceCalls[] = [
  {
    service: '*',
    names: ['*'],
    except: [
      ...[
        'Get*',
        'List*',
        'Describe*',
        'BatchGet*',
        'BatchCheck*',
        'Lookup*',
        'Head*',
        'Search*',
        'AssumeRole*',
      ],
      ...['ConsoleLogin', 'SwitchRole', 'Decrypt', 'Encrypt', 'GenerateDataKey*'],
    ],
  },
];

const nameOf = ({ name }: TrailCall) => name;

/** Services with one endpoint for the world, whose records name its region, and those that only let people in. */
const WITHOUT_REGION = new Set(
  [
    ...['iam', 'sts', 'signin', 'sso', 'sso-oauth', 'organizations', 'account', 'cloudfront', 'route53'],
    ...['route53domains', 'globalaccelerator', 'networkmanager', 'shield', 'support', 'health', 'budgets'],
    ...['ce', 'cur', 'billing', 'tax', 'payments', 'ecr-public', 'artifact', 'trustedadvisor', 'iq'],
  ].map((service) => `${service}.amazonaws.com`),
);

/**
 * What was never seen before, against what was learned: of a user or role, of a service, of the account. Nothing is
 * told while it learns, and new is not yet bad: most of these are low, and say how long they have looked.
 */
export const firstTimes: DetectionFamily = () => [
  {
    id: 'first-time-sensitive-call',
    title: 'User or role made a sensitive call for the first time',
    severity: 'low',
    attack: ['T1098', 'T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [when(SENSITIVE, (call) => call.succeeded && !call.isBy('service', 'task'))],
      key: (call) => call.principal,
      value: nameOf,
      of: 'call',
    },
    runbook: {
      meaning:
        'A user or role that was known for the whole time of learning made a call that changes rights, records, secrets or what runs, and never made it before.',
      impact: 'Stolen credentials are used for other things than their owner uses them for.',
      diagnosis: [
        'Compare eventName with what the actor usually calls: `known` in the evidence, over learnedDays.',
        'Is sourceIPAddress one from which this actor came in the week before?',
        'List what else the actor did in the hour around it.',
      ],
      response: ['Ask the actor. If it is their new work, nothing is to be done: it is known from now on.'],
    },
  },
  {
    id: 'first-time-image-registry',
    title: 'Task definition with an image from a registry never used before',
    severity: 'medium',
    attack: ['T1525', 'T1195.002'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [when(IMAGE_CALLS, (call) => call.succeeded && imagesNamed(call).length > 0)],
      key: (call) => call.account,
      value: registriesOf,
      of: 'registry',
      whose: 'account',
    },
    runbook: {
      meaning:
        'A container image was named from a registry that no task definition of this account named while it was learned. Its own registry is known from the first, in every region and by every endpoint.',
      impact: 'Foreign code enters by its registry; from now on it runs with the role of the task.',
      diagnosis: [
        'Which image and which container: requestParameters.containerDefinitions[].image of the record.',
        'Who registered it, and did a deploy role ever register that family before (90 days)?',
        'Within 24 hours after it, was the family run: RunTask, CreateService, UpdateService?',
      ],
      response: [
        'Deregister the revision unless somebody answers for the registry.',
        'Mirror what you need into a registry of your own (ECR pull-through cache).',
      ],
    },
  },
  {
    id: 'first-time-role-of-family',
    title: 'Task definition with a role that its family never had',
    severity: 'low',
    attack: ['T1098', 'T1610'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [when(on('ecs', 'RegisterTaskDefinition'), (call) => call.succeeded)],
      key: (call) => {
        const family = call.text('family');
        return family && here(call, family);
      },
      value: rolesOf,
      of: 'role',
      whose: 'family',
      mostValues: 5,
    },
    runbook: {
      meaning:
        'A revision was registered with a task or execution role that no revision of the same family had while it was learned.',
      impact:
        'What runs next under a familiar name may do what it never could: a role is given to a task by whoever may pass it.',
      diagnosis: [
        'Ask ecs-task-definition-diff over 30 days: which roles had the revisions before, and who registered them?',
        'What may the role do: its policies now, and who made or changed it in the week before eventTime?',
        'Within 24 hours after it, did the same userIdentity.arn run the family: RunTask, UpdateService, CreateTaskSet?',
      ],
      response: [
        'Unless a release explains it: deregister the revision, stop what runs of it, and narrow iam:PassRole of the caller.',
      ],
    },
  },
  {
    id: 'first-time-region',
    title: 'Changes in a region never used before',
    severity: 'medium',
    attack: ['T1535'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [
        when(
          CHANGES,
          (call) =>
            call.record.readOnly !== true &&
            call.succeeded &&
            !call.isBy('service') &&
            !WITHOUT_REGION.has(call.record.eventSource),
        ),
      ],
      key: (call) => call.account,
      value: (call) => call.record.awsRegion,
      of: 'region',
      whose: 'account',
    },
    runbook: {
      meaning:
        'A call that changes something succeeded in a region in which this account changed nothing while it was learned. Services with one endpoint for the world (IAM, CloudFront, Route 53, Organizations) have no region.',
      impact: 'What runs in a region that nobody looks at is found by its bill.',
      diagnosis: [
        'What was made: eventName and responseElements of the record, and every write call in that region since.',
        'Now: `aws ecs list-clusters --region <region>` and `aws ec2 describe-instances --region <region>`.',
        'Since eventTime, list the other calls of that userIdentity.arn in this region and in those that it knows.',
      ],
      response: [
        'Delete what nobody planned, and close the region by a service control policy.',
        'If the fleet moves there, watch it: trail, flow logs and this pipeline.',
      ],
    },
  },
  {
    id: 'first-time-call-by-task-role',
    title: "Task's role made a call that it never made before",
    severity: 'low',
    attack: ['T1552.005', 'T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [whenBy(['task'], '*')],
      key: (call) => call.role,
      value: nameOf,
      of: 'call',
    },
    runbook: {
      meaning:
        'The role of a task, whose calls are those of a program and hardly ever change, made one that it did not make while it was learned; refused ones count.',
      impact:
        "A program does not change its mind: either there was a release, or somebody else uses the task's credentials.",
      diagnosis: [
        'Was there an UpdateService of the service in the hour before, with a release that explains the call?',
        'Compare sourceIPAddress with the calls of the same session in that hour.',
        'Look for ExecuteCommand on the task (the session is its id) in the day before.',
      ],
      response: [
        'Without a release: stop the task, revoke the sessions of its role, follow chain-shell-then-task-role-abused.',
      ],
    },
  },
  {
    id: 'first-time-egress-target',
    title: 'Service sends to a public address that it never used',
    severity: 'low',
    attack: ['T1041', 'T1048'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      flow: (flow) => {
        // What costs least is asked first: this is asked of every flow.
        if (flow.flowDirection !== 'egress' || flow.action !== 'ACCEPT') return undefined;
        const { dstport } = flow;
        if (dstport === undefined || dstport >= 32_768) return undefined;
        const target = flow.pktDstaddr ?? flow.dstaddr;
        const { ecsServiceName } = flow;
        if (target === undefined || ecsServiceName === undefined || !isOutsideAddress(target))
          return undefined;
        // Clusters have services of the same name.
        const key = `${flow.vpcId ?? '-'} ${flow.ecsClusterName ?? '-'} ${ecsServiceName}`;
        return { key, value: target, says: `sends to ${target} port ${dstport}` };
      },
      key: () => undefined,
      value: () => undefined,
      of: 'destination',
      whose: 'service',
      // Whoever talks to a content network has new addresses every day.
      mostValues: 12,
    },
    runbook: {
      meaning:
        'Tasks of a service whose destinations were few and steady while they were learned sent packets to another public address, from an ephemeral port to a service port. Told by the replay alone: the deployed function is not given the flow records of all that tasks send.',
      impact: 'Data leaves, and orders come in, by connections that the task opens itself.',
      diagnosis: [
        'Whose address is it: reverse name, owner of the range; bytes of its flow records since the first one.',
        'Was there a release of the service in the hour before (UpdateService, RegisterTaskDefinition)?',
        'Is it one task or all of them: ecs-task-id in the flow records from firstSeen until now?',
      ],
      response: [
        'Unknown and one task only: stop the task and keep its flow records. Known: it is learned from now on.',
      ],
    },
  },
  {
    id: 'first-time-address-of-key',
    title: 'Access key used from an address never seen for it',
    severity: 'low',
    attack: ['T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [
        whenBy(
          ['person'],
          '*',
          ({ record, address }) => record.userIdentity?.type === 'IAMUser' && address !== undefined,
        ),
      ],
      key: ({ accessKey }) => (accessKey?.startsWith('AKIA') === true ? accessKey : undefined),
      value: whereFrom,
      of: 'address',
      whose: 'access key',
      mostValues: 5,
    },
    runbook: {
      meaning:
        'A long-lived access key that came from few addresses while it was learned came from another one. Of IPv6 the network counts, since machines change the rest by themselves; what comes by an endpoint of a VPC is known by the endpoint.',
      impact: 'Keys that leak are used from somewhere else; this is the first thing that shows it.',
      diagnosis: [
        'Where is the address, and does the owner of the key work from there since that day?',
        'List the calls of the key from the new address since firstSeen, by eventName and errorCode.',
        'Are both addresses in use within the same hour? Then there are two users of the key.',
      ],
      response: [
        'Not the owner: `aws iam update-access-key --user-name <user> --access-key-id <key> --status Inactive`.',
        'Replace long-lived keys by roles.',
      ],
    },
  },
  {
    id: 'first-time-role-assumed',
    title: 'User or role assumed a role that it never assumed before',
    severity: 'low',
    attack: ['T1550.001', 'T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [
        when(
          on('sts', 'AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'),
          (call) => call.succeeded && !call.isBy('service') && !call.isThroughService,
        ),
      ],
      key: (call) => call.principal,
      value: (call) => call.text('roleArn'),
      of: 'role',
    },
    runbook: {
      meaning: 'A user or role opened a session of a role that it did not use while it was learned.',
      impact: 'From role to role is how an intruder moves to where the rights are.',
      diagnosis: [
        'What may the role do: requestParameters.roleArn, and did anybody else assume it in the month before?',
        'List the calls of the session (responseElements.assumedRoleUser.arn) in the hour after.',
        'Was the trust policy of the role changed in the day before (UpdateAssumeRolePolicy)?',
      ],
      response: ['Nobody answers for it: revoke the sessions of the role and narrow its trust policy.'],
    },
  },
  {
    id: 'first-time-agent-of-deploy-role',
    title: 'Deploy role used with another tool than before',
    severity: 'low',
    attack: ['T1078.004', 'T1195.002'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [whenBy(['deploy-role'], '*', (call) => call.role !== undefined && !call.isThroughService)],
      key: (call) => call.role,
      value: ({ record }) => record.userAgent?.replace(/^\[/, '').split(/[/ ]/)[0],
      of: 'tool',
      mostValues: 8,
    },
    runbook: {
      meaning:
        'A role that deploys, whose calls come from a pipeline, came with a user agent that it never had while it was learned. Callers write it themselves: it is a hint, never a proof.',
      impact: 'The token of a pipeline in the hands of a person: everything that a deployment may do.',
      diagnosis: [
        'Did the pipeline get a new version of its tools in the week before firstSeen?',
        'Compare sourceIPAddress and session name with its usual runs.',
        'Does the run exist: the time of the first call against the runs of the pipeline in that hour?',
      ],
      response: [
        'No run belongs to it: revoke the sessions of the role and look into the trust policy that lets the pipeline in.',
      ],
    },
  },
  {
    id: 'first-time-image-nobody-built',
    title: 'Task started from an image that nobody pushed here',
    severity: 'low',
    attack: ['T1525', 'T1610'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [
        when(on('ecr', 'PutImage'), (call) => call.succeeded),
        when(on('ecr', 'BatchGetImage'), (call) => call.succeeded && call.isBy('task')),
      ],
      told: ['BatchGetImage'],
      key: (call) => {
        const repository = call.text('repositoryName');
        return (
          repository && `${call.text('registryId') ?? call.record.recipientAccountId ?? ''} ${repository}`
        );
      },
      value: imagesOf,
      of: 'image',
      whose: 'repository',
      // A repository has as many images as there were builds.
      mostValues: 1_000,
    },
    runbook: {
      meaning:
        'A task fetched an image by a tag or digest that no record names as pushed, in a repository that was known for the whole time of learning. Replication, a pull-through cache and a build that is older than what was learned look alike.',
      impact:
        'Code without a birth certificate runs with the task role: no build, no scan and no signature that anybody can show.',
      diagnosis: [
        'Ask image-origins over 90 days: who built the image, was it scanned, was it signed?',
        'aws ecr describe-images --repository-name <repositoryName> --image-ids imageDigest=<digest>: imagePushedAt against the runs of the pipeline on that day.',
        'Who registered the task definition that names it, in the day before eventTime (RegisterTaskDefinition)?',
      ],
      response: [
        'No build belongs to it: roll the service back to a digest with a birth certificate, and keep the image for the investigation.',
      ],
    },
  },
  {
    id: 'first-time-image-never-scanned',
    title: 'Task started from an image that nobody scanned, where others were',
    severity: 'medium',
    attack: ['T1525', 'T1610'],
    set: 'tuned',
    detector: {
      kind: 'first-time',
      on: [
        when(on('ecr', ...SCANS), (call) => call.succeeded),
        when(on('ecr', 'BatchGetImage'), (call) => call.succeeded && call.isBy('task')),
      ],
      told: ['BatchGetImage'],
      // Whoever scans on push alone leaves no record of it: there nothing is told.
      taughtBy: SCANS,
      key: (call) => {
        const repository = call.text('repositoryName');
        const registry = call.text('registryId') ?? call.record.recipientAccountId ?? '';
        return repository && `${registry} ${repository} by ${namedImages(call).by}`;
      },
      value: (call) => namedImages(call).images,
      of: 'image',
      whose: 'repository',
      mostValues: 1_000,
    },
    runbook: {
      meaning:
        'In a repository whose images were scanned before they ran, for two weeks and by name in the trail, a task fetched one of which no record says that anybody asked for a scan or read its findings. Tags and digests have habits apart: a scan by digest says nothing of a tag.',
      impact:
        'The gate was passed by: what is known to be exploitable runs with the task role, and nobody looked.',
      diagnosis: [
        'Ask image-origins over 90 days: who built it, when was it scanned, was it signed?',
        'Which run of the pipeline pushed it: built_in of image-origins is the session of the build. Did that run end, or was it stopped at its scan within the hour?',
        'aws ecr describe-image-scan-findings --repository-name <repositoryName> --image-id imageDigest=<digest>: what would the gate have said?',
        'Who registered the task definition that names it (RegisterTaskDefinition in the day before)?',
      ],
      response: [
        'Scan it now: aws ecr start-image-scan --repository-name <repositoryName> --image-id imageDigest=<digest>. Critical findings: roll the service back to the digest before.',
        'It was pushed past the pipeline: take the right to push from whoever did (first-time-image-nobody-built, ecr-image-pushed-by-outsider).',
      ],
    },
  },
];

const OWN_REGISTRY = 'registries of this account';

/** The registries of all images of a call; its account's own among them, since that one is never news. */
function registriesOf(call: TrailCall): readonly string[] {
  const others = imagesNamed(call).filter((image) => image !== '' && !isOfAccount(image, call.account));
  return [...new Set([OWN_REGISTRY, ...others.map(registryNameOf)])];
}

/** The machine that a call came from, or the endpoint. */
function whereFrom({ address, record }: TrailCall): string | undefined {
  if (address === undefined || isOutsideAddress(address))
    return networkOf(address, ONE_MACHINE)?.replace('/32', '');
  const endpoint = record['vpcEndpointId'];
  return typeof endpoint === 'string' ? `VPC endpoint ${endpoint}` : 'inside of a network';
}

/** Roles that a definition gives to its task and to the agent, by name, as the call may name them by ARN or not. */
function rolesOf(call: TrailCall): readonly string[] {
  return ['taskRoleArn', 'executionRoleArn'].flatMap((member) => {
    const name = nameIn(call.text(member));
    return name === undefined ? [] : [`${name} as ${member.replace('RoleArn', ' role')}`];
  });
}

/** How a call names images: by digest where each has one, or else by tag. */
function namedImages({ request }: TrailCall): { readonly by: string; readonly images: readonly string[] } {
  const ids = isJsonObject(request['imageId']) ? [request['imageId']] : (listIn(request['imageIds']) ?? []);
  const texts = (name: string) => ids.map((id) => id[name]).filter((text) => typeof text === 'string');
  const digests = texts('imageDigest');
  return digests.length === ids.length
    ? { by: 'digest', images: digests }
    : { by: 'tag', images: texts('imageTag') };
}

/** Tags and digests of what was pushed or fetched. */
function imagesOf({ record, request, response }: TrailCall): readonly string[] {
  const ids =
    record.eventName === 'PutImage'
      ? [request, ...jsonIn(jsonIn([response], 'image'), 'imageId')]
      : (listIn(request['imageIds']) ?? []);
  const texts = ids.flatMap((id) => [id['imageTag'], id['imageDigest']]);
  return [...new Set(texts.filter((text): text is string => typeof text === 'string' && text !== ''))];
}

const jsonIn = (objects: readonly JsonObject[], member: string): readonly JsonObject[] =>
  objects.map((one) => one[member]).filter(isJsonObject);

const listIn = (value: JsonValue | undefined): readonly JsonObject[] | undefined =>
  Array.isArray(value) ? value.filter(isJsonObject) : undefined;
