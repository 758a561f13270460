import { isInternet } from '../../analysis/trail/address-space';
import { PREFIX_LIST_CALLS } from '../../analysis/trail/opened-rules';
import { strangersIn } from '../../analysis/trail/policy-document';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { JsonValue } from '../../records/cloudtrail-record';
import type { DetectionFamily } from '../detection';
import { anyWhen, predicate, when } from '../writing/trail-rules';

/** Every call that writes a policy onto a resource, with where its record holds the document. */
const POLICY_CALLS: readonly {
  readonly service: string;
  readonly names: readonly string[];
  readonly document: string;
}[] = [
  { service: 'ecr', names: ['SetRepositoryPolicy'], document: 'policyText' },
  { service: 'secretsmanager', names: ['PutResourcePolicy'], document: 'resourcePolicy' },
  { service: 'kms', names: ['PutKeyPolicy', 'CreateKey'], document: 'policy' },
  { service: 's3', names: ['PutBucketPolicy'], document: 'bucketPolicy' },
  { service: 'sqs', names: ['SetQueueAttributes', 'CreateQueue'], document: 'attributes.Policy' },
  { service: 'sns', names: ['SetTopicAttributes'], document: 'attributeValue' },
  { service: 'iam', names: ['UpdateAssumeRolePolicy'], document: 'policyDocument' },
  { service: 'iam', names: ['CreateRole'], document: 'assumeRolePolicyDocument' },
  { service: 'elasticfilesystem', names: ['PutFileSystemPolicy'], document: 'policy' },
  { service: 'logs', names: ['PutResourcePolicy', 'PutDestinationPolicy'], document: 'policyDocument' },
  { service: 'lambda', names: ['PutResourcePolicy'], document: 'policy' },
  { service: 'dynamodb', names: ['PutResourcePolicy'], document: 'policy' },
  { service: 'ecr', names: ['PutRegistryPolicy'], document: 'policyText' },
];

/** A test on who a written policy lets in. */
function admitting(ask: (strangers: readonly string[], call: TrailCall) => string | false) {
  return POLICY_CALLS.map(({ service, names, document }) =>
    when([{ service, names }], (call) => {
      if (!call.succeeded) return false;
      const text: JsonValue | undefined = call.value(`requestParameters.${document}`);
      return ask(strangersIn(text, call.account), call);
    }),
  );
}

/**
 * What one record says and no filter pattern can ask: documents within the record, all elements of a list, sums.
 */
export const wholeRecords: DetectionFamily = () => [
  {
    id: 'policy-opened-to-everybody',
    title: 'Resource policy or role trust opened to everybody',
    severity: 'high',
    attack: ['T1098', 'T1530'],
    set: 'tuned',
    detector: anyWhen(
      ...admitting((strangers) => strangers.includes('*') && 'allows everybody (*) without a condition'),
      when(
        [{ service: 'lambda', names: ['AddPermission*'] }],
        (call) => call.succeeded && call.text('principal') === '*' && 'allows everybody (*)',
      ),
    ),
    runbook: {
      meaning:
        'A policy was written whose Allow statement names the principal * and no condition: an image repository, secret, key, bucket, queue, topic, function, file system or role that every AWS account may use.',
      impact: 'Whoever knows the name reads, writes or becomes it, from any account, without a key of yours.',
      diagnosis: [
        'Read the document in requestParameters of the record: which actions, on which resource?',
        'Since eventTime, look for calls on the resource whose userIdentity.accountId is not yours.',
        'Is it a bucket behind CloudFront or a public registry by purpose? Then a condition or an organisation id belongs into it.',
      ],
      response: [
        'Write the policy of the day before again, or delete it.',
        'Rotate what could be read: secret, image credentials, data key.',
      ],
    },
  },
  {
    id: 'policy-admits-foreign-account',
    title: 'Resource policy or role trust that admits another account, by hand',
    severity: 'medium',
    attack: ['T1098', 'T1537'],
    set: 'tuned',
    detector: anyWhen(
      ...admitting((strangers, call) => {
        const accounts = strangers.filter((stranger) => stranger !== '*');
        return (
          accounts.length > 0 &&
          !call.isBy('deploy-role', 'service') &&
          `admits account ${accounts.slice(0, 3).join(', ')}`
        );
      }),
    ),
    runbook: {
      meaning:
        'Somebody who does not deploy wrote a policy that lets another AWS account use a resource or assume a role; the document was decoded to see it.',
      impact: 'A door for one other account stays open after every password is changed.',
      diagnosis: [
        'Whose account is it (says in the evidence)? Compare with the accounts of your organisation now: `aws organizations list-accounts`.',
        'Since eventTime, list AssumeRole and resource calls with that userIdentity.accountId.',
        'What else did the writer do in the hour around it?',
      ],
      response: [
        'Take the account out of the policy again unless somebody answers for it; end the sessions that it opened.',
      ],
    },
  },
  {
    id: 'prefix-list-opened-to-world',
    title: 'Prefix list that admits the internet',
    severity: 'high',
    attack: ['T1686.001'],
    set: 'tuned',
    detector: predicate([PREFIX_LIST_CALLS], (call) => {
      if (!call.succeeded) return false;
      const name = `${call.record.eventName}Request`;
      const ranges = ['AddEntry', 'Entry'].flatMap((member) => [
        ...call.texts(`${name}.${member}[].Cidr`),
        ...call.texts(`${member}[].Cidr`),
        ...call.texts(`${lowerFirst(member)}Set.items[].cidr`),
      ]);
      return isInternet(ranges) && `admits ${[...new Set(ranges)].slice(0, 4).join(' and ')}`;
    }),
    runbook: {
      meaning:
        'The entries that were put into a managed prefix list add up to the internet. Every security group rule and route that names the list admits it now, and no rule was touched.',
      impact: 'Ports that were for partners are open to everybody, and no alarm on security groups rings.',
      diagnosis: [
        'Which groups name the list now: `aws ec2 describe-security-group-rules --filters Name=prefix-list-id,Values=<prefixListId>`.',
        'From eventTime until now, list flow log records with action ACCEPT to their interfaces from addresses outside of your networks.',
      ],
      response: [
        'Restore the version before: `aws ec2 restore-managed-prefix-list-version`.',
        'Replace tasks that strangers reached meanwhile.',
      ],
    },
  },
  {
    id: 'task-scheduled-by-hand',
    title: 'Schedule or event target that runs a task, made by hand',
    severity: 'medium',
    attack: ['T1053.007'],
    set: 'tuned',
    detector: anyWhen(
      when([{ service: 'scheduler', names: ['CreateSchedule', 'UpdateSchedule'] }], scheduled('target')),
      when([{ service: 'events', names: ['PutTargets'] }], scheduled('targets[]')),
    ),
    runbook: {
      meaning:
        'A schedule or the target of an event rule was written, by a caller that does not deploy, whose template runs an ECS task.',
      impact:
        'It starts containers for as long as it stands, with the role that it names, and nobody is there when it does.',
      diagnosis: [
        'Read the template: ecsParameters.taskDefinitionArn, roleArn and the overrides in input, of the record.',
        'Who registered that task definition, and when in the last 30 days?',
        'Since eventTime, list RunTask with invokedBy scheduler.amazonaws.com or events.amazonaws.com.',
      ],
      response: [
        'Delete the schedule or target unless somebody answers for it, and put those that are meant into the stack.',
      ],
    },
  },
];

/** The template of a target: a task definition, or the universal target that calls RunTask itself. */
function scheduled(target: string) {
  return (call: TrailCall): string | false => {
    if (!call.succeeded || call.isBy('deploy-role', 'service')) return false;
    const definitions = call.texts(`${target}.ecsParameters.taskDefinitionArn`);
    const isUniversal = call.texts(`${target}.arn`).some((arn) => /:aws-sdk:ecs:runTask$/i.test(arn));
    if (definitions.length > 0) return `runs ${definitions.join(', ')}`;
    return isUniversal && 'runs tasks by ecs:runTask';
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
