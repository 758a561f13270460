import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { EXAMPLE_ACCOUNT, exampleEvent, exampleRole } from '../../detections/examples/example-event';
import { ReplayEngine } from '../../local/replay/replay-engine';
import { mergeSettings } from '../../local/settings/replay-settings';
import { devDependencies } from '../../package.json';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { readSettings } from '../../stacks/config';
import { limitProblems } from '../../stacks/limits/limit-problems';
import { evaluatePolicy, type Statement } from './access/evaluate-policy';
import { ACCOUNT, filledIn, REGION, statementsOf } from './access/template-policy';
import { synth } from './synth';
import { CODE_PIPELINE, type Context, GITHUB } from './variants';

const PRODUCTION: Context = { mode: 'production', stage: 'hardened' };
const template = (context: Context) => synth(context).template('pipeline');
const inAccount = () => template({ ...PRODUCTION, ...CODE_PIPELINE });
const atGitHub = () => template({ ...PRODUCTION, ...GITHUB });

interface Stage {
  readonly Name: string;
  readonly Actions: readonly {
    readonly Name: string;
    readonly RunOrder: number;
    readonly ActionTypeId: { readonly Category: string };
  }[];
  readonly OnSuccess?: unknown;
}
const stagesOf = (context: Context): readonly Stage[] => {
  const [pipeline] = Object.values(template(context).findResources('AWS::CodePipeline::Pipeline'));
  return pipeline?.['Properties'].Stages;
};

test('off by default, and nothing to pay', () => {
  expect(synth({ stage: 'hardened' }).stacks).not.toContain('pipeline');
});

test('from source to deployment, with the approval of production between what is shown and what is done', () => {
  const stages = stagesOf({ ...PRODUCTION, ...CODE_PIPELINE });
  expect(stages.map(({ Name, Actions }) => [Name, ...Actions.map((action) => action.Name)])).toEqual([
    ['Source', 'Source'],
    ['Check', 'Check'],
    ['Image', 'Image'],
    ['Review', 'ShowChanges', 'Approve'],
    ['Deploy', 'Deploy'],
  ]);
  const [shown, approved] = stages[3]?.Actions ?? [];
  expect(approved?.ActionTypeId.Category).toBe('Approval');
  expect(approved?.RunOrder).toBeGreaterThan(shown?.RunOrder ?? Number.POSITIVE_INFINITY);
});

test('a demo asks nobody, and around an existing VPC there is no image to build', () => {
  const names = stagesOf({
    'monitor.existingVpcId': 'vpc-0123456789abcdef0',
    ...CODE_PIPELINE,
  }).flatMap(({ Actions }) => Actions.map(({ Name }) => Name));
  expect(names).toEqual(['Source', 'Check', 'ShowChanges', 'Deploy']);
});

test('our own alarms take a deployment back', () => {
  const { OnSuccess } = stagesOf({ ...PRODUCTION, ...CODE_PIPELINE }).at(-1) ?? {};
  expect(OnSuccess).toMatchObject({
    Conditions: [
      {
        Result: 'ROLLBACK',
        Rules: ['harborwatch-load-balancer-errors', 'harborwatch-target-errors'].map((AlarmName) => ({
          RuleTypeId: { Provider: 'CloudWatchAlarm' },
          Configuration: { AlarmName, WaitTime: '15' },
        })),
      },
    ],
  });
  const alarms = Object.values(
    synth({ ...PRODUCTION, ...CODE_PIPELINE })
      .template('workloadAlarms')
      .findResources('AWS::CloudWatch::Alarm'),
  ).map(({ Properties }) => Properties.AlarmName);
  expect(alarms).toEqual(
    expect.arrayContaining(['harborwatch-load-balancer-errors', 'harborwatch-target-errors']),
  );
});

test('ECR signs what is pushed to the repository of the workload, and no other', () => {
  for (const one of [inAccount(), atGitHub()]) {
    one.hasResourceProperties('AWS::ECR::SigningConfiguration', {
      Rules: [{ RepositoryFilters: [{ Filter: 'harborwatch/httpd-login', FilterType: 'WILDCARD_MATCH' }] }],
    });
  }
});

test.each([
  ['in the account', { ...PRODUCTION, ...CODE_PIPELINE }],
  ['attached', { 'monitor.existingVpcId': 'vpc-0123456789abcdef0', ...CODE_PIPELINE }],
  ['at GitHub', { ...PRODUCTION, ...GITHUB }],
])('within the limits of AWS, %s', (_, context) => {
  expect(limitProblems('pipeline', template(context).toJSON())).toEqual([]);
});

describe('its roles', () => {
  /** The statements of the roles whose name says which step they are of. */
  const of = (context: Context, step: string): readonly Statement[] => {
    const made = template(context);
    const [id] =
      Object.entries(made.findResources('AWS::IAM::Role')).find(
        ([, { Properties }]) => filledIn(Properties.RoleName) === `harborwatch-pipeline-${step}-${REGION}`,
      ) ?? [];
    const policies = Object.values(made.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes(`"${id}"`),
    );
    return policies.flatMap(({ Properties }) => filledIn(Properties.PolicyDocument.Statement) as Statement[]);
  };
  const bootstrap = (role: string) =>
    `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-${role}-role-${ACCOUNT}-${REGION}`;
  const mine = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/harborwatch/httpd-login`;
  const other = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/harborwatch/other`;

  describe.each([
    ['in the account', { ...PRODUCTION, ...CODE_PIPELINE }],
    ['at GitHub', { ...PRODUCTION, ...GITHUB }],
  ])('%s', (where, context) => {
    const ask = (step: string, action: string, resource: string) =>
      evaluatePolicy(of(context, step), { action, resource });

    test('only what comes after the approval takes the role that deploys', () => {
      expect(ask('deploy', 'sts:AssumeRole', bootstrap('deploy'))).toBe('allowed');
      for (const step of ['check', 'image', 'review']) {
        expect([step, ask(step, 'sts:AssumeRole', bootstrap('deploy'))]).toEqual([step, 'not mentioned']);
      }
    });

    test('nobody takes the role of CloudFormation, and the review reads', () => {
      for (const step of ['check', 'image', 'review', 'deploy']) {
        expect(ask(step, 'sts:AssumeRole', bootstrap('cfn-exec'))).toBe('not mentioned');
      }
      expect(ask('review', 'sts:AssumeRole', bootstrap('lookup'))).toBe('allowed');
      expect(ask('review', 'sts:AssumeRole', bootstrap('file-publishing'))).toBe('not mentioned');
    });

    test('the image is pushed by one step, into one repository, and deleted by none', () => {
      expect(ask('image', 'ecr:PutImage', mine)).toBe('allowed');
      expect(ask('image', 'ecr:PutImage', other)).toBe('not mentioned');
      for (const step of ['check', 'review', 'deploy']) {
        expect(ask(step, 'ecr:PutImage', mine)).toBe('not mentioned');
      }
      expect(ask('image', 'ecr:BatchDeleteImage', mine)).toBe('not mentioned');
      expect(ask('image', 'ecr:DeleteSigningConfiguration', '*')).toBe('not mentioned');
    });

    test('no step gives rights', () => {
      for (const step of ['check', 'image', 'review', 'deploy']) {
        for (const action of ['iam:PassRole', 'iam:CreateRole', 'iam:PutRolePolicy']) {
          expect([where, step, ask(step, action, bootstrap('cfn-exec'))]).toEqual([
            where,
            step,
            'not mentioned',
          ]);
        }
      }
    });
  });

  test('the repository takes pushes of the builder and the image step, and of nobody else', () => {
    const statements = statementsOf(
      synth({ ...PRODUCTION, ...CODE_PIPELINE }).template('workload'),
      'AWS::ECR::Repository',
      '',
      'RepositoryPolicyText',
    ).map((statement) => ({ ...statement, Resource: '*' }));
    const push = (role: string) =>
      evaluatePolicy(statements, {
        action: 'ecr:PutImage',
        resource: mine,
        principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      });
    expect(push('somebody')).toBe('denied');
    expect(push(`harborwatch-pipeline-image-${REGION}`)).not.toBe('denied');
    expect(push(`harborwatch-pipeline-check-${REGION}`)).toBe('denied');
  });

  test('a job at GitHub takes one as the branch, or from the approved environment, of one repository', () => {
    const trusts = Object.values(atGitHub().findResources('AWS::IAM::Role')).map(({ Properties }) => ({
      name: filledIn(Properties.RoleName),
      ...Properties.AssumeRolePolicyDocument.Statement[0],
    }));
    const branch = 'repo:our-team/harborwatch:ref:refs/heads/main';
    const subjects = {
      image: branch,
      review: branch,
      deploy: 'repo:our-team/harborwatch:environment:production',
    };
    expect(
      trusts.map(({ name, Action, Condition }) => [
        name,
        Action,
        Condition.StringEquals,
        Object.keys(Condition),
      ]),
    ).toEqual(
      Object.entries(subjects).map(([step, sub]) => [
        `harborwatch-pipeline-${step}-${REGION}`,
        'sts:AssumeRoleWithWebIdentity',
        {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': sub,
        },
        ['StringEquals'],
      ]),
    );
  });

  test('a service takes one for this account alone, and each has the region in its name or none', () => {
    const roles = Object.values(inAccount().findResources('AWS::IAM::Role')).map(
      ({ Properties }) => Properties,
    );
    const ofServices = roles.filter(
      ({ AssumeRolePolicyDocument: { Statement } }) => Statement[0].Principal.Service,
    );
    expect(ofServices.length).toBeGreaterThan(4);
    for (const { AssumeRolePolicyDocument, RoleName } of ofServices) {
      const [{ Condition }] = AssumeRolePolicyDocument.Statement;
      expect(filledIn(Condition.StringEquals['aws:SourceAccount'])).toBe(ACCOUNT);
      expect(RoleName === undefined || JSON.stringify(RoleName).includes('"Ref":"AWS::Region"')).toBe(true);
    }
  });

  test('those that deploy are known to the detections without being named', () => {
    const expected = [
      bootstrap('cfn-exec'),
      bootstrap('deploy'),
      `arn:aws:iam::${ACCOUNT}:role/harborwatch-pipeline-image-${REGION}`,
    ];
    expect(readSettings(CODE_PIPELINE).deployRoles).toEqual(expected);
    const named = readSettings({
      ...GITHUB,
      deployRoles: `${expected[0]},arn:aws:iam::${ACCOUNT}:role/mine`,
    });
    expect(named.deployRoles).toEqual([
      expected[0],
      `arn:aws:iam::${ACCOUNT}:role/mine`,
      ...expected.slice(1),
    ]);
    expect(readSettings({}).deployRoles).toEqual([]);
  });
});

test.each([
  [{ pipeline: 'codepipeline' }, 'pipeline=codepipeline needs pipeline.connectionArn as well'],
  [{ pipeline: 'github' }, 'pipeline=github needs pipeline.repository as well'],
  [{ 'pipeline.repository': 'a/b' }, 'pipeline.repository needs pipeline as well'],
  [{ ...GITHUB, 'pipeline.repository': 'a/b/c' }, 'allowed with pipeline=github is owner/name'],
  [{ ...GITHUB, 'pipeline.branch': '*' }, 'pipeline.branch is "*"'],
  [{ ...GITHUB, 'pipeline.repository': 'a/*' }, 'pipeline.repository is "a/*"'],
])('%j is refused with a sentence', (context, sentence) => {
  expect(() => readSettings(context)).toThrow(sentence);
});

describe('what a run leaves in the trail', () => {
  const { deployRoles } = readSettings(CODE_PIPELINE);
  const as = (role: string, session: string) => ({ userIdentity: exampleRole(role, session) });
  const through = (role: string) => ({
    userIdentity: { ...exampleRole(role, 'AWSCloudFormation'), invokedBy: 'cloudformation.amazonaws.com' },
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userAgent: 'cloudformation.amazonaws.com',
  });
  const made = (name: string) => `cdk-hnb659fds-${name}-role-${EXAMPLE_ACCOUNT}-${REGION}`;
  const step = (name: string) => as(`harborwatch-pipeline-${name}-${REGION}`, 'AWSCodeBuild-1');
  const assumed = (name: string) => ({ roleArn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/${made(name)}` });
  const push = { repositoryName: 'harborwatch/httpd-login', imageTag: 'hardened-0123' };
  const change = { stackName: 'harborwatch-workload', changeSetName: 'pipeline-1' };
  const RUN: readonly CloudTrailRecord[] = [
    exampleEvent('ecr', 'PutImage', push, step('image')),
    exampleEvent('sts', 'AssumeRole', assumed('lookup'), step('review')),
    exampleEvent('sts', 'AssumeRole', assumed('deploy'), step('deploy')),
    exampleEvent('cloudformation', 'CreateChangeSet', change, as(made('deploy'), 'aws-cdk-root')),
    exampleEvent('cloudformation', 'ExecuteChangeSet', change, as(made('deploy'), 'aws-cdk-root')),
    exampleEvent('ecs', 'RegisterTaskDefinition', { family: 'web' }, through(made('cfn-exec'))),
    exampleEvent(
      'ecs',
      'UpdateService',
      { service: 'web', taskDefinition: 'web:2' },
      through(made('cfn-exec')),
    ),
    exampleEvent('iam', 'PutRolePolicy', { roleName: 'web', policyName: 'it' }, through(made('cfn-exec'))),
  ];
  const loud = (records: readonly CloudTrailRecord[]) => {
    const engine = new ReplayEngine(mergeSettings({ homeRegions: [REGION], deployRoles }));
    for (const [index, record] of records.entries()) {
      const numbered = { ...record, eventID: `e-${index}` };
      engine.cloudTrail(numbered, JSON.stringify(numbered), { path: 'a', line: index });
    }
    const { alarms, findings } = engine.finish();
    return [...alarms, ...findings]
      .filter(({ severity }) => severity !== 'low')
      .map(({ detection }) => detection);
  };

  test('is no attack', () => {
    expect(loud(RUN)).toEqual([]);
  });

  test('the same push by a step that does not push is one, and so is a stack changed by hand', () => {
    expect(loud([exampleEvent('ecr', 'PutImage', push, step('check'))])).toContain(
      'ecr-image-pushed-by-outsider',
    );
    expect(loud([exampleEvent('cloudformation', 'ExecuteChangeSet', change)])).toContain(
      'stack-changed-by-hand',
    );
  });

  test('who approves is told', () => {
    const approval = { pipelineName: 'harborwatch-deployment', stageName: 'Review', actionName: 'Approve' };
    expect(loud([exampleEvent('codepipeline', 'PutApprovalResult', approval)])).toContain(
      'build-changed-by-hand',
    );
  });
});

describe('the workflow', () => {
  const text = readFileSync(path.join(__dirname, '../../.github/workflows/deploy.yml'), 'utf8');
  const { jobs } = parse(text) as {
    jobs: Record<
      string,
      {
        readonly needs?: string;
        readonly environment?: string;
        readonly permissions?: Record<string, string>;
        readonly env: Record<string, string>;
      }
    >;
  };

  test('goes through the same steps, one after the other', () => {
    expect(Object.entries(jobs).map(([name, { needs }]) => [name, needs])).toEqual([
      ['check', undefined],
      ['image', 'check'],
      ['review', 'image'],
      ['deploy', 'review'],
    ]);
    for (const step of Object.keys(jobs)) expect(text).toContain(`bash stacks/pipeline/steps/${step}.sh`);
  });

  test('gets no identity for the job that runs the code, and deploys in the environment that people approve', () => {
    expect(jobs['check']?.permissions).toBeUndefined();
    expect(jobs['deploy']?.environment).toBe('production');
    expect(jobs['review']?.environment).toBeUndefined();
  });

  test('deploys with the command that the project has', () => {
    for (const step of ['review', 'deploy']) {
      expect(jobs[step]?.env['CDK_VERSION']).toBe(devDependencies['aws-cdk']);
    }
  });
});
