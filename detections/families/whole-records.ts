import { isInternet } from '../../analysis/trail/address-space';
import { internetOpenings } from '../../analysis/trail/internet-openings';
import { textAt, textsAt } from '../../analysis/trail/json-path';

import {
  closedPart,
  isOpenedPart,
  isWide,
  OpenedInParts,
  openedPart,
} from '../../analysis/trail/opened-in-parts';
import {
  type ClosedRule,
  LAST_PORT,
  type OpenedRule,
  PORT_CLOSING_CALLS,
  PORT_OPENING_CALLS,
  PREFIX_LIST_CALLS,
  rulesClosedBy,
  rulesOpenedBy,
} from '../../analysis/trail/opened-rules';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { admitting, isAccount } from '../writing/admitted';
import { isPublic, TEMPLATE_CALLS } from '../writing/templates';
import { anyWhen, atLeast, predicate, when } from '../writing/trail-rules';

function inWords(stranger: string): string {
  return stranger === '*' ? 'everybody (*), and nothing says who' : stranger;
}

/** An ACL that names everybody, or everybody who has an account of AWS. */
const EVERYBODY = /\/global\/(?:AllUsers|AuthenticatedUsers)$/;

function grantedToEverybody(call: TrailCall): string | false {
  if (!call.succeeded) return false;
  const canned = [...call.texts('x-amz-acl[]'), ...call.texts('acl')];
  const found = canned.find((text) => /^(?:public-read|authenticated-read)/.test(text));
  if (found !== undefined) return `by the ACL ${found}`;
  const grantees = [
    ...call.texts('AccessControlPolicy.AccessControlList.Grant[].Grantee.URI'),
    ...Object.keys(call.request)
      .filter((name) => name.startsWith('x-amz-grant-'))
      .flatMap((name) => call.texts(`${name}[]`).flatMap((text) => text.match(/[^"=,\s]+/g) ?? [])),
  ].filter((uri) => EVERYBODY.test(uri));
  return grantees.length > 0 && `by the ACL, ${grantees[0]?.split('/').at(-1)}`;
}

const ACL_CALLS = [{ service: 's3', names: ['PutBucketAcl', 'CreateBucket', 'PutObjectAcl'] }];
/** Who writes access logs of buckets and of CloudFront (S3 guide, canned ACL; CloudFront guide, legacy access logs). */
const LOG_DELIVERY = 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0';

/** An ACL that names a canonical user who is not the owner: another account, of which the ACL has no number. */
function grantedToAnother(call: TrailCall): string | false {
  if (!call.succeeded || call.isBy('deploy-role', 'service')) return false;
  const [owner] = call.texts('AccessControlPolicy.Owner.ID');
  const others = [
    ...call
      .texts('AccessControlPolicy.AccessControlList.Grant[].Grantee.ID')
      .filter((id) => owner !== undefined && id !== owner && id !== LOG_DELIVERY),
    ...call.texts('AccessControlPolicy.AccessControlList.Grant[].Grantee.EmailAddress'),
  ];
  return (
    others.length > 0 && `admits ${[...new Set(others)].map((id) => id.slice(0, 16)).join(', ')} by the ACL`
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
      ...admitting((strangers) => {
        const open = strangers.filter((stranger) => !isAccount(stranger));
        return open.length > 0 && `allows ${open.map(inWords).join(', ')}`;
      }),
      when(ACL_CALLS, grantedToEverybody),
    ),
    runbook: {
      meaning:
        'A policy was written, or a permission, ACL or share given, that lets in everybody: the principal *, everybody but some, or whoever has a token of a public provider, and no condition that says who they are (an organisation, account, network or repository). Encryption in transit or a time says nothing of that.',
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
        const accounts = strangers.filter(isAccount);
        return (
          accounts.length > 0 &&
          !call.isBy('deploy-role', 'service') &&
          `admits account ${accounts.slice(0, 3).join(', ')}`
        );
      }),
      when(ACL_CALLS, grantedToAnother),
    ),
    runbook: {
      meaning:
        'Somebody who does not deploy wrote a policy, gave a grant or shared something, so that another AWS account uses a resource or assumes a role; documents were decoded to see it.',
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
      const ranges = listRanges(call);
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
    id: 'reach-opened-in-parts',
    title: 'Security group or prefix list opened to the internet in several calls',
    severity: 'high',
    attack: ['T1686.001', 'T1133'],
    set: 'tuned',
    detector: atLeast(
      2,
      MINUTES_OF_A_WEEK,
      [when([PORT_OPENING_CALLS, PORT_CLOSING_CALLS, PREFIX_LIST_CALLS], (call) => partsOf(call).length > 0)],
      {
        // An interface has several groups: what they open counts together.
        by: (call) => `${call.account} ${call.record.awsRegion}`,
        distinct: partsOf,
        amounts: { tally: () => new OpenedInParts(), isPart: isOpenedPart },
      },
    ),
    runbook: {
      meaning:
        'Within a week several calls opened ranges in groups or lists of one account and region, none of which is the internet, and which add up to it on a port: halves, eighths, one call or one group for each. Rules that were revoked meanwhile do not count.',
      impact: 'The port is as open as with 0.0.0.0/0, and nobody who looks at one call or one rule sees it.',
      diagnosis: [
        'The evidence lists protocol, ports, ranges and groups; now `aws ec2 describe-security-group-rules --filters Name=group-id,Values=<groupId>`.',
        'From the first eventTime until now, list flow log records with action ACCEPT to the interfaces of the group from addresses of none of your networks.',
        'Who needs ranges of that size? Compare with the other calls of the same userIdentity.arn over the day.',
      ],
      response: [
        'Revoke all of the ranges, not the last one: `aws ec2 revoke-security-group-ingress`.',
        'Cut off the caller: nobody splits the internet by mistake.',
      ],
    },
  },
  {
    id: 'task-scheduled-by-hand',
    title: 'Schedule, event target, pipe or state machine that runs a task, made by hand',
    severity: 'medium',
    attack: ['T1053.007'],
    set: 'tuned',
    detector: predicate(TEMPLATE_CALLS, scheduled),
    runbook: {
      meaning:
        'A schedule, the target of an event rule, a pipe or a state machine was written, by a caller that does not deploy, whose template runs an ECS task; the evidence says with which role, command and network, where it changes them.',
      impact:
        'It starts containers for as long as it stands, with the role that it names, and nobody is there when it does.',
      diagnosis: [
        'Read the template: ecsParameters or ecsTaskParameters with taskDefinitionArn, roleArn and the overrides in input, of the record; the definition of a state machine is hidden there: `aws stepfunctions describe-state-machine --state-machine-arn <arn>`.',
        'Who registered that task definition, and when in the last 30 days?',
        'Since eventTime, list RunTask with invokedBy scheduler.amazonaws.com or events.amazonaws.com.',
      ],
      response: [
        'Delete the schedule or target unless somebody answers for it, and put those that are meant into the stack.',
      ],
    },
  },
];

const MINUTES_OF_A_WEEK = 7 * 24 * 60;

/** What a call opened and closed of groups and lists; what is the internet by itself is told elsewhere. */
function partsOf(call: TrailCall): readonly string[] {
  if (!call.succeeded) return [];
  const opened = openedBy(call);
  const closed = closedBy(call).filter((rule) => !('range' in rule) || isWide(rule.range));
  return [
    ...closed.map((rule) => closedPart(rule, call.at)),
    ...(internetOpenings(opened).length > 0
      ? []
      : opened.filter(({ range }) => isWide(range)).map((rule) => openedPart(rule, call.at))),
  ];
}

function openedBy(call: TrailCall): readonly OpenedRule[] {
  return isOfList(call) ? asRules(call, ['AddEntry', 'Entry']) : rulesOpenedBy(call.record);
}

function closedBy(call: TrailCall): readonly ClosedRule[] {
  return isOfList(call) ? asRules(call, ['RemoveEntry']) : rulesClosedBy(call.record);
}

function isOfList({ eventName }: TrailCall): boolean {
  return eventName.includes('PrefixList');
}

/** Entries of a list as rules, for every port, of a group that has the name of the list. */
function asRules(call: TrailCall, members: readonly string[]): readonly OpenedRule[] {
  const name = `${call.eventName}Request`;
  const groupId =
    call.text(`${name}.PrefixListId`) ?? call.text('prefixListId') ?? textAt(call.response, LIST_MADE);
  return groupId === undefined
    ? []
    : listRanges(call, members).map((range) => ({
        groupId,
        vpcId: undefined,
        protocol: '-1',
        fromPort: 0,
        toPort: LAST_PORT,
        range,
        prefixList: undefined,
        ruleId: undefined,
      }));
}

/** A list that is being made has its id in the response. */
const LIST_MADE = 'CreateManagedPrefixListResponse.prefixList.prefixListId';

/** The ranges that a call puts into a prefix list or takes out, in the shapes that EC2 writes. */
function listRanges(call: TrailCall, members: readonly string[] = ['AddEntry', 'Entry']): readonly string[] {
  const name = `${call.eventName}Request`;
  return members.flatMap((member) => [
    ...call.texts(`${name}.${member}[].Cidr`),
    ...call.texts(`${member}[].Cidr`),
    ...call.texts(`${lowerFirst(member)}Set.items[].cidr`),
  ]);
}

/** What a template runs, and what it changes of it. */
function scheduled(call: TrailCall): string | false {
  if (!call.succeeded || call.isBy('deploy-role', 'service')) return false;
  const runs = call.templated.filter(({ eventName }) => RUNS.includes(eventName));
  return runs.length > 0 && runs.slice(0, 3).map(describeRun).join('; ');
}

const RUNS = ['RunTask', 'StartTask', 'CreateService', 'UpdateService', 'RegisterTaskDefinition'];

function describeRun({ eventName, request }: TrailCall): string {
  const what = textAt(request, 'taskDefinition') ?? textAt(request, 'family') ?? textAt(request, 'service');
  const role = textAt(request, 'overrides.taskRoleArn') ?? textAt(request, 'taskRoleArn');
  const commands = textsAt(request, 'overrides.containerOverrides[].command[]').join(' ');
  const name = eventName === 'RunTask' ? 'runs' : `calls ecs:${eventName} for`;
  return [
    `${name} ${what ?? 'a task'}`,
    role && ` with role ${role}`,
    commands &&
      ` with command ${commands.length > MOST_COMMAND ? `${commands.slice(0, MOST_COMMAND)}…` : commands}`,
    isPublic(request) && ' with a public address',
    request['enableExecuteCommand'] === true && ' with exec enabled',
  ]
    .filter((part) => typeof part === 'string')
    .join('');
}

const MOST_COMMAND = 60;

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
