import type { Template } from 'aws-cdk-lib/assertions';
import { type SearchSetup, templateRequests } from '../../../deployment/search/setup-requests';
import { indexDocuments } from '../../../handlers/search-indexer/index-documents';
import { setUpSearch } from '../../../handlers/search-setup/set-up-search';
import type { StackName } from '../synth';
import { synth } from '../synth';
import { CODE_PIPELINE, type Context, GITHUB } from '../variants';
import { evaluatePolicy, type Statement } from './evaluate-policy';
import { ACCOUNT, filledIn, idIn, REGION, roleStatements, statementsOf } from './template-policy';

/** Everything that settings add, at once. */
const ALL: Context = {
  mode: 'production',
  stage: 'hardened',
  search: 'domain',
  'search.readerRoles': `arn:aws:iam::${ACCOUNT}:role/responder`,
  'workload.front': 'api',
  'workload.enhancedScanning': true,
  taskDefinitionRule: true,
  iamRules: 'remediate',
  ...CODE_PIPELINE,
};
const template = (stack: StackName, context: Context = ALL): Template => synth(context).template(stack);
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const bootstrap = (name: string) => role(`cdk-hnb659fds-${name}-role-${ACCOUNT}-${REGION}`);

const asking = (stack: StackName, id: string, context: Context = ALL) => {
  const statements = roleStatements(template(stack, context), id);
  return (action: string, resource: string) => evaluatePolicy(statements, { action, resource });
};
const idOf = (stack: StackName, type: string, beginning: string) => idIn(template(stack), type, beginning);

/** What nobody needs who indexes, judges, builds or deploys here, on things that are somebody else's. */
const FOREIGN: readonly (readonly [action: string, resource: string])[] = [
  ['iam:PassRole', role('Admin')],
  ['iam:PassRole', '*'],
  ['iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/somebody`],
  ['iam:PutRolePolicy', role('harborwatch-pipeline-check-eu-west-1')],
  ['iam:AttachRolePolicy', role('Admin')],
  ['iam:UpdateAssumeRolePolicy', role('Admin')],
  ['sts:AssumeRole', role('Admin')],
  ['sts:AssumeRole', bootstrap('cfn-exec')],
  ['s3:GetObject', 'arn:aws:s3:::somebody-elses-bucket/key'],
  ['s3:PutObject', 'arn:aws:s3:::somebody-elses-bucket/key'],
  ['s3:PutBucketPolicy', 'arn:aws:s3:::somebody-elses-bucket'],
  ['s3:DeleteBucket', 'arn:aws:s3:::somebody-elses-bucket'],
  ['kms:Decrypt', `arn:aws:kms:${REGION}:${ACCOUNT}:key/somebody-elses`],
  ['kms:ScheduleKeyDeletion', `arn:aws:kms:${REGION}:${ACCOUNT}:key/somebody-elses`],
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:other`],
  ['sns:Publish', `arn:aws:sns:${REGION}:${ACCOUNT}:other`],
  ['lambda:InvokeFunction', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:other`],
  ['lambda:UpdateFunctionCode', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:other`],
  ['codebuild:StartBuild', `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/other`],
  ['codebuild:UpdateProject', `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/harborwatch-pipeline-check`],
  ['codepipeline:PutApprovalResult', `arn:aws:codepipeline:${REGION}:${ACCOUNT}:harborwatch-deployment/*/*`],
  ['codeconnections:UseConnection', `arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/other`],
  ['ecr:PutImage', `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/other`],
  ['ecr:SetRepositoryPolicy', `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/harborwatch/httpd-login`],
  ['ecs:RunTask', `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/web:1`],
  ['ecs:ExecuteCommand', `arn:aws:ecs:${REGION}:${ACCOUNT}:task/harborwatch/0123`],
  ['es:ESHttpGet', `arn:aws:es:${REGION}:${ACCOUNT}:domain/harborwatch-search/_search`],
  ['es:UpdateDomainConfig', `arn:aws:es:${REGION}:${ACCOUNT}:domain/harborwatch-search`],
  ['logs:PutLogEvents', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:other:log-stream:x`],
  ['logs:DeleteLogGroup', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:other`],
  ['logs:FilterLogEvents', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:other`],
  ['cloudtrail:StopLogging', `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/harborwatch`],
  ['cloudwatch:DeleteAlarms', `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:harborwatch-target-errors`],
  ['config:DeleteConfigRule', `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/config-rule-x`],
];

/** The remediation of AWS Config is there to change users and the password policy: compliance.test.ts has its list. */
const CHANGES_USERS = /^IamRemediation/;

describe.each([
  ['search', ALL],
  ['compliance', ALL],
  ['pipeline', ALL],
  ['pipeline', { ...ALL, ...GITHUB, 'pipeline.connectionArn': undefined }],
] as const)('%s', (stack, context) => {
  test('no role may do what is not its business, to nobody’s things', () => {
    const made = template(stack, context);
    const roles = Object.keys(made.findResources('AWS::IAM::Role')).filter((id) => !CHANGES_USERS.test(id));
    expect(roles.length).toBeGreaterThan(0);
    const allowed = roles.flatMap((id) =>
      FOREIGN.filter(
        ([action, resource]) => evaluatePolicy(roleStatements(made, id), { action, resource }) === 'allowed',
      ).map(([action, resource]) => `${id}: ${action} on ${resource}`),
    );
    expect(allowed).toEqual([]);
  });
});

describe.each([
  ['search', 'SearchIndexer'],
  ['search', 'SearchSetup'],
  ['compliance', 'Judge'],
] as const)('%s: the function %s', (stack, name) => {
  const ask = asking(stack, `${name}Role`);

  test('writes its own log, traces, and hands on what failed', () => {
    const logs = `${idOf(stack, 'AWS::Logs::LogGroup', `${name}Logs`)}.Arn`;
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
      expect(ask(action, logs)).toBe('allowed');
    expect(ask('xray:PutTraceSegments', '*')).toBe('allowed');
    const configured = Object.entries(template(stack).findResources('AWS::Lambda::EventInvokeConfig'));
    const [, invoke] = configured.find(([id]) => id.startsWith(`${name}Function`)) ?? [];
    const failures = filledIn(invoke?.['Properties'].DestinationConfig.OnFailure.Destination) as string;
    expect(ask('sns:Publish', failures)).toBe('allowed');
  });

  test('makes no log group, and reads none', () => {
    const logs = `${idOf(stack, 'AWS::Logs::LogGroup', `${name}Logs`)}.Arn`;
    for (const action of ['logs:CreateLogGroup', 'logs:DeleteLogStream', 'logs:GetLogEvents'])
      expect(ask(action, logs)).toBe('not mentioned');
  });

  test('has its interfaces in the VPC made by Lambda where it is in one, and no others', () => {
    const verdict = stack === 'search' ? 'allowed' : 'not mentioned';
    expect(ask('ec2:CreateNetworkInterface', '*')).toBe(verdict);
    for (const action of ['ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifyNetworkInterfaceAttribute'])
      expect(ask(action, '*')).toBe('not mentioned');
  });
});

test('the judge of task definitions answers AWS Config and looks an item up, and changes nothing there', () => {
  const ask = asking('compliance', 'JudgeRole');
  expect(ask('config:PutEvaluations', '*')).toBe('allowed');
  expect(ask('config:GetResourceConfigHistory', '*')).toBe('allowed');
  for (const action of [
    'PutConfigRule',
    'StopConfigurationRecorder',
    'DeleteEvaluationResults',
    'SelectResourceConfig',
  ])
    expect(ask(`config:${action}`, '*')).toBe('not mentioned');
  expect(ask('ecs:DescribeTaskDefinition', '*')).toBe('not mentioned');
});

test('the domain takes each request that the two functions make, and no other of them', async () => {
  const domain = `arn:aws:es:${REGION}:${ACCOUNT}:domain/harborwatch-search`;
  const statements = statementsOf(
    template('search'),
    'AWS::OpenSearchService::Domain',
    '',
    'AccessPolicies',
  ) as readonly (Statement & { readonly Principal: { readonly AWS: string } })[];
  const of = (who: string) => statements.filter(({ Principal }) => Principal.AWS.includes(who));
  const verdict = (who: string, method: string, where: string) =>
    evaluatePolicy(of(who), {
      action: `es:ESHttp${method.charAt(0)}${method.slice(1).toLowerCase()}`,
      resource: `${domain}${where.split('?')[0]}`,
      principal: of(who)[0]?.Principal.AWS ?? 'nobody',
    });
  const setup: SearchSetup = {
    deployment: 'harborwatch',
    replicas: 1,
    writer: role('indexer'),
    readers: [role('responder')],
  };
  const asked: { readonly method: string; readonly path: string }[] = [];
  const listening = async ({ method, path }: { readonly method: string; readonly path: string }) => {
    asked.push({ method, path });
    return { status: 200, text: '{"success":true,"_seq_no":1,"_primary_term":1}' };
  };
  await setUpSearch(listening, setup, 14);
  expect(asked.length).toBeGreaterThan(templateRequests(setup).length);
  for (const { method, path } of asked)
    expect([path, verdict('SearchSetup', method, path)]).toEqual([path, 'allowed']);

  const written: typeof asked = [];
  await indexDocuments(
    async ({ method, path }) => {
      written.push({ method, path });
      return { status: 200, text: '{"errors":false,"items":[{"index":{"status":201}}]}' };
    },
    [{ index: 'harborwatch-flows-2026.11.02', id: 'a', body: {} } as never],
  );
  expect(written.length).toBeGreaterThan(0);
  for (const { method, path } of written)
    expect([path, verdict('SearchIndexer', method, path)]).toEqual([path, 'allowed']);

  for (const who of ['SearchIndexer', 'SearchSetup']) {
    for (const where of [
      '/*',
      '/_all',
      '/harborwatch-flows-2026.11.02',
      '/_snapshot/x',
      '/_cluster/settings',
    ])
      expect([who, where, verdict(who, 'Delete', where)]).toEqual([who, where, 'not mentioned']);
    expect(verdict(who, 'Get', '/_search')).toBe('not mentioned');
  }
  expect(verdict('SearchIndexer', 'Put', '/_plugins/_security/api/roles/all_access')).toBe('not mentioned');
});

test('only the schedule of the setup starts it, and it starts nothing else', () => {
  const ask = asking('search', 'SchedulerRole');
  const own = `${idOf('search', 'AWS::Lambda::Function', 'SearchSetupFunction')}.Arn`;
  expect(ask('lambda:InvokeFunction', own)).toBe('allowed');
  const other = `${idOf('search', 'AWS::Lambda::Function', 'SearchIndexerFunction')}.Arn`;
  expect(ask('lambda:InvokeFunction', other)).toBe('not mentioned');
});

describe('the API front', () => {
  test('has no role at all: it reaches the load balancer by its link', () => {
    const roles = Object.keys(template('workload').findResources('AWS::IAM::Role'));
    expect(roles.filter((id) => id.startsWith('ApiFront'))).toEqual([]);
    const [stage] = Object.values(template('workload').findResources('AWS::ApiGatewayV2::Integration'));
    expect(stage?.['Properties'].CredentialsArn).toBeUndefined();
  });

  test('writes into its own log group, of this account alone', () => {
    const [policy] = Object.entries(template('workload').findResources('AWS::Logs::ResourcePolicy'))
      .filter(([id]) => id.startsWith('ApiFront'))
      .map(([, { Properties }]) => Properties.PolicyDocument);
    // Whom it lets in is a service, and the evaluator knows ARNs: the condition says for which account.
    const { Statement: all } = JSON.parse(filledIn(policy) as string) as { Statement: readonly Statement[] };
    const statements = all.map(({ Principal, ...statement }) => statement);
    const logs = `${idOf('workload', 'AWS::Logs::LogGroup', 'ApiFrontLogs')}.Arn`;
    const ask = (action: string, resource: string, account: string) =>
      evaluatePolicy(statements, { action, resource, context: { 'aws:SourceAccount': account } });
    expect(ask('logs:PutLogEvents', logs, ACCOUNT)).toBe('allowed');
    expect(ask('logs:PutLogEvents', logs, '444455556666')).toBe('not mentioned');
    expect(ask('logs:PutLogEvents', 'arn:aws:logs:eu-west-1:1:log-group:other', ACCOUNT)).toBe(
      'not mentioned',
    );
    expect(ask('logs:CreateLogGroup', logs, ACCOUNT)).toBe('not mentioned');
    expect(ask('logs:DeleteLogStream', logs, ACCOUNT)).toBe('not mentioned');
  });
});
