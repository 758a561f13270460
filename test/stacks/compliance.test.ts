import { EXAMPLE_ACCOUNT, exampleEvent, exampleRole } from '../../detections/examples/example-event';
import { ReplayEngine } from '../../local/replay/replay-engine';
import { mergeSettings } from '../../local/settings/replay-settings';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { IAM_RULES } from '../../stacks/compliance/iam-rules';
import { evaluatePolicy, type Statement } from './access/evaluate-policy';
import { ACCOUNT, filledIn, REGION } from './access/template-policy';
import { synth } from './synth';

const on = () => synth({ stage: 'open', taskDefinitionRule: true, ownRegistries: 'ghcr.io/our-team' });

test('without the setting there is no rule, and nothing to pay', () => {
  expect(synth({ stage: 'open' }).stacks).not.toContain('compliance');
});

test('AWS Config asks the judge about every task definition that changes, too large ones among them', () => {
  const template = on().template('compliance');
  template.hasResourceProperties('AWS::Config::ConfigRule', {
    Scope: { ComplianceResourceTypes: ['AWS::ECS::TaskDefinition'] },
    Source: {
      Owner: 'CUSTOM_LAMBDA',
      SourceDetails: [
        { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
        { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
      ],
    },
  });
  template.hasResourceProperties('AWS::Lambda::Permission', {
    Principal: 'config.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
});

test('the judge may answer AWS Config and look up an item, and nothing else there', () => {
  const policies = Object.values(on().template('compliance').findResources('AWS::IAM::Policy'));
  const actions = policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
  );
  expect(actions.filter((action: string) => action.startsWith('config:')).sort()).toEqual([
    'config:GetResourceConfigHistory',
    'config:PutEvaluations',
  ]);
});

test('it knows the registries that are ours', () => {
  on()
    .template('compliance')
    .hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { OWN_REGISTRIES: '["ghcr.io/our-team"]' } },
    });
});

describe("AWS Config's own rules on IAM", () => {
  const RULE = 'AWS::Config::ConfigRule';
  const REMEDIATION = 'AWS::Config::RemediationConfiguration';
  const of = (iamRules: string) => synth({ stage: 'open', iamRules });

  test('off by default, and nothing to pay', () => {
    expect(of('off').stacks).not.toContain('compliance');
  });

  test('reported, each is there and nothing is changed by itself', () => {
    const template = of('report').template('compliance');
    expect(Object.values(template.findResources(RULE)).map(({ Properties }) => Properties.Source)).toEqual(
      IAM_RULES.map(({ identifier }) => ({ Owner: 'AWS', SourceIdentifier: identifier })),
    );
    template.resourceCountIs(REMEDIATION, 0);
    template.resourceCountIs('AWS::IAM::Role', 0);
  });

  test('remediated, unused credentials and the password policy are put right by documents of AWS', () => {
    const template = of('remediate').template('compliance');
    template.hasResourceProperties(REMEDIATION, {
      ConfigRuleName: 'harborwatch-iam-user-unused-credentials-check',
      TargetType: 'SSM_DOCUMENT',
      TargetId: 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials',
      Automatic: true,
      Parameters: {
        IAMResourceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
        MaxCredentialUsageAge: { StaticValue: { Values: ['90'] } },
      },
    });
    template.resourceCountIs(REMEDIATION, 2);
  });

  test('the role of the remediation is that of automations of this account, and cannot make anything', () => {
    const [role] = Object.values(of('remediate').template('compliance').findResources('AWS::IAM::Role'));
    expect(role?.['Properties'].AssumeRolePolicyDocument.Statement[0]).toMatchObject({
      Principal: { Service: 'ssm.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    expect(JSON.stringify(role?.['Properties'].Policies)).not.toMatch(
      /iam:(?:Create|Put|Attach|Pass)|"\*:\*"|iam:\*/,
    );
  });

  test('it takes credentials of users away, by documents of AWS, and gives nobody anything', () => {
    const [role] = Object.values(of('remediate').template('compliance').findResources('AWS::IAM::Role'));
    const statements = role?.['Properties'].Policies.flatMap(
      ({ PolicyDocument }: { PolicyDocument: { Statement: unknown } }) => filledIn(PolicyDocument.Statement),
    ) as readonly Statement[];
    const ask = (action: string, resource: string) => evaluatePolicy(statements, { action, resource });
    const user = `arn:aws:iam::${ACCOUNT}:user/old`;
    const document = (name: string) => `arn:aws:ssm:${REGION}::automation-definition/${name}:1`;
    expect(ask('iam:UpdateAccessKey', user)).toBe('allowed');
    expect(ask('iam:DeleteLoginProfile', user)).toBe('allowed');
    for (const action of [
      'iam:CreateAccessKey',
      'iam:UpdateLoginProfile',
      'iam:AttachUserPolicy',
      'iam:DeleteUser',
    ]) {
      expect([action, ask(action, user)]).toEqual([action, 'not mentioned']);
    }
    expect(ask('iam:UpdateAccessKey', `arn:aws:iam::${ACCOUNT}:role/deploy`)).toBe('not mentioned');
    const own = 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials';
    expect(ask('ssm:StartAutomationExecution', document(own))).toBe('allowed');
    expect(ask('ssm:StartAutomationExecution', document('AWS-RunShellScript'))).toBe('not mentioned');
    expect(ask('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/deploy`)).toBe('not mentioned');
  });

  test('what the remediation leaves in the trail is no attack once its role is named; a key that somebody makes is', () => {
    const calls = [
      exampleEvent('iam', 'UpdateAccessKey', {
        userName: 'old',
        accessKeyId: 'AKIAEXAMPLE',
        status: 'Inactive',
      }),
      exampleEvent('iam', 'DeleteLoginProfile', { userName: 'old' }),
      exampleEvent('iam', 'DeleteAccessKey', { userName: 'old', accessKeyId: 'AKIAEXAMPLE' }),
      exampleEvent('iam', 'UpdateAccountPasswordPolicy', { minimumPasswordLength: 14 }),
    ];
    const loud = (records: readonly CloudTrailRecord[], deployRoles: readonly string[]) => {
      const engine = new ReplayEngine(mergeSettings({ homeRegions: ['eu-west-1'], deployRoles }));
      for (const [index, record] of records.entries()) {
        const numbered = { ...record, eventID: `e-${index}` };
        engine.cloudTrail(numbered, JSON.stringify(numbered), { path: 'a', line: index });
      }
      const { alarms, findings } = engine.finish();
      return [...alarms, ...findings]
        .filter(({ severity }) => severity !== 'low')
        .map(({ detection }) => detection);
    };
    const userIdentity = exampleRole('harborwatch-iam-remediation', 'AutomationExecution');
    const remediated = calls.map((call) => ({ ...call, userIdentity }));
    const arn = `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/harborwatch-iam-remediation`;
    expect(loud(remediated, [arn])).toEqual([]);
    expect(loud([exampleEvent('iam', 'CreateAccessKey', { userName: 'old' })], [arn])).not.toEqual([]);
  });
});
