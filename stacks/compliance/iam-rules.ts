import { CfnOutput } from 'aws-cdk-lib';
import { CfnConfigRule, CfnRemediationConfiguration } from 'aws-cdk-lib/aws-config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { HarborwatchStack } from '../harborwatch-stack';
import { acknowledge, acknowledgeWildcard } from '../parts/acknowledge';

/** Days after which a key or password that nobody used is taken away, and after which a key is changed. */
const UNUSED_DAYS = 90;

/** CIS AWS Foundations 1.8 and 1.9: fourteen characters, none of the last 24. */
const PASSWORDS = {
  MinimumPasswordLength: '14',
  PasswordReusePrevention: '24',
  MaxPasswordAge: '90',
} as const;

interface IamRule {
  /** Of AWS's managed rule; the rule here is called the same, in kebab case. */
  readonly identifier: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly remediation?: Remediation;
}

interface Remediation {
  /** A document of AWS in Systems Manager. */
  readonly document: string;
  /** Name of its parameter for the resource that broke the rule; absent where the account did. */
  readonly resource?: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Only what cannot take anybody's access away by mistake is put right without a person: what is unused, and a policy. */
export const IAM_RULES: readonly IamRule[] = [
  { identifier: 'IAM_ROOT_ACCESS_KEY_CHECK' },
  { identifier: 'IAM_USER_MFA_ENABLED' },
  { identifier: 'IAM_USER_NO_POLICIES_CHECK' },
  { identifier: 'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS' },
  { identifier: 'ACCESS_KEYS_ROTATED', parameters: { maxAccessKeyAge: String(UNUSED_DAYS) } },
  {
    identifier: 'IAM_USER_UNUSED_CREDENTIALS_CHECK',
    parameters: { maxCredentialUsageAge: String(UNUSED_DAYS) },
    remediation: {
      document: 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials',
      resource: 'IAMResourceId',
      values: { MaxCredentialUsageAge: String(UNUSED_DAYS) },
    },
  },
  {
    identifier: 'IAM_PASSWORD_POLICY',
    parameters: PASSWORDS,
    remediation: { document: 'AWSConfigRemediation-SetIAMPasswordPolicy', values: PASSWORDS },
  },
];

/** What the two documents call, by their pages in the runbook reference of Systems Manager. */
const ON_USERS = [
  'iam:DeleteAccessKey',
  'iam:DeleteLoginProfile',
  'iam:GetLoginProfile',
  'iam:GetUser',
  'iam:ListAccessKeys',
  'iam:UpdateAccessKey',
];
const ON_NOTHING_NAMED = [
  'config:ListDiscoveredResources',
  'iam:GetAccessKeyLastUsed',
  'iam:GetAccountPasswordPolicy',
  'iam:ListUsers',
  'iam:UpdateAccountPasswordPolicy',
];

/**
 * AWS Config's own rules on IAM, and, where it is wished, what puts two of them right. IAM's resources are recorded in
 * one region of an account: these rules belong there.
 */
export class IamRules extends Construct {
  constructor(scope: HarborwatchStack, id: string, { isRemediated }: { readonly isRemediated: boolean }) {
    super(scope, id);
    const role = isRemediated ? this.#role(scope) : undefined;
    for (const { identifier, parameters, remediation } of IAM_RULES) {
      const name = `${scope.settings.name}-${identifier.toLowerCase().replaceAll('_', '-')}`;
      const rule = new CfnConfigRule(this, identifier, {
        configRuleName: name,
        source: { owner: 'AWS', sourceIdentifier: identifier },
        ...(parameters !== undefined && { inputParameters: parameters }),
      });
      if (role === undefined || remediation === undefined) continue;
      const { document, resource, values } = remediation;
      const given = Object.entries({ AutomationAssumeRole: role.roleArn, ...values });
      const configuration = new CfnRemediationConfiguration(this, `${identifier}_REMEDIATION`, {
        configRuleName: name,
        targetType: 'SSM_DOCUMENT',
        targetId: document,
        automatic: true,
        maximumAutomaticAttempts: 3,
        retryAttemptSeconds: 300,
        parameters: {
          ...Object.fromEntries(given.map(([key, value]) => [key, { StaticValue: { Values: [value] } }])),
          ...(resource !== undefined && { [resource]: { ResourceValue: { Value: 'RESOURCE_ID' } } }),
        },
      });
      configuration.addResourceDependency(rule);
    }
  }

  #role(stack: HarborwatchStack): Role {
    const { account, partition } = stack;
    const users = stack.formatArn({ service: 'iam', region: '', resource: 'user', resourceName: '*' });
    const executions = stack.formatArn({
      service: 'ssm',
      resource: 'automation-execution',
      resourceName: '*',
    });
    const documents = `arn:${partition}:ssm:${stack.region}::automation-definition/AWSConfigRemediation-*`;
    const role = new Role(this, 'RemediationRole', {
      roleName: stack.globalName('iam-remediation'),
      description: 'What the automatic remediation of IAM may do',
      assumedBy: new ServicePrincipal('ssm.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': executions },
        },
      }),
      inlinePolicies: {
        Remediate: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ON_USERS, resources: [users] }),
            new PolicyStatement({ actions: ON_NOTHING_NAMED, resources: ['*'] }),
            new PolicyStatement({ actions: ['ssm:StartAutomationExecution'], resources: [documents] }),
            new PolicyStatement({ actions: ['ssm:GetAutomationExecution'], resources: [executions] }),
          ],
        }),
      },
    });
    for (const wildcard of [users, executions, documents]) {
      acknowledgeWildcard(role, wildcard, 'which user is not in use is known only when the rule is broken');
    }
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'the account itself, which these calls are about, has no ARN',
    );
    new CfnOutput(this, 'RemediationRoleArn', {
      description:
        'Takes unused credentials away: one of deployRoles, so that its calls are told apart from attacks',
      value: role.roleArn,
    }).overrideLogicalId('RemediationRoleArn');
    return role;
  }
}
