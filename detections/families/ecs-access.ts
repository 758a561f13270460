import type { DetectionFamily } from '../detection';
import { onBurst, onFirst } from '../writing/alarm-settings';
import { anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';

const ISSUER = '$.userIdentity.sessionContext.sessionIssuer.arn';

/** Who tries doors: refused calls, inventories, changes from a console without a second factor. */
export const ecsAccess: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-calls-denied-in-bulk',
    title: 'Five or more ECS calls refused within ten minutes',
    severity: 'medium',
    attack: ['T1580', 'T1613'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // ClientException stays out: it is the answer to a wrong name, and retry loops of broken deployments are full of it.
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        anyOf('($.errorCode = "AccessDenied*")', '($.errorCode = "*Unauthorized*")'),
      ),
    },
    alarm: onBurst(5),
    runbook: {
      meaning: 'ECS refused at least five calls in ten minutes for lack of permission.',
      impact:
        'Somebody finds out what stolen credentials are good for, or a pipeline lost a permission and deploys nothing.',
      diagnosis: [
        'Group the refused calls of the last 15 minutes by userIdentity.arn and eventName: many different names are enumeration, one name over and over is a broken job.',
        'List the calls of the same accessKeyId without errorCode in the hour after: what did it find?',
        'Is sourceIPAddress new for that role over the last 14 days? A task role from outside your network is stolen.',
      ],
      response: [
        'Enumeration: deactivate the key or revoke the sessions of the role, then search for how it leaked.',
        'A broken pipeline: the missing action stands in errorMessage after "not authorized to perform".',
      ],
    },
  },
  {
    id: 'ecs-inventory-listed-in-bulk',
    title: 'Fifty or more ECS list and describe calls within ten minutes',
    severity: 'low',
    attack: ['T1613', 'T1580'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('ecs', 'List*', 'Describe*'), SUCCEEDED, ...exceptDeployRoles(deployRoles)),
    },
    alarm: onBurst(50),
    runbook: {
      meaning:
        'Clusters, services, tasks or task definitions were listed and described fifty times in ten minutes.',
      impact:
        'An inventory for an attack, since environments are readable in task definitions; far more often the console or a monitoring tool.',
      diagnosis: [
        'Group the calls of those 10 minutes by userIdentity.arn and userAgent: vendors of monitoring name themselves there.',
        'DescribeTaskDefinition for every family by a person or from a new sourceIPAddress is the part to worry about.',
      ],
      response: [
        'A monitoring tool: raise the threshold or name its exact role in deployRoles.',
        'Otherwise follow the identity for the next hour; rotate what stands in plain environment variables.',
      ],
    },
  },
  {
    id: 'ecs-console-change-without-mfa',
    title: 'ECS changed from a console session without MFA',
    severity: 'medium',
    attack: ['T1078.004'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // IAM Identity Center sessions always say "false"; only AWS can make roles under /aws-reserved/.
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        '($.readOnly IS FALSE)',
        '($.sessionCredentialFromConsole = "true")',
        '($.userIdentity.sessionContext.attributes.mfaAuthenticated = "false")',
        SUCCEEDED,
        anyOf(`(${ISSUER} NOT EXISTS)`, `(${ISSUER} != "*:role/aws-reserved/sso.amazonaws.com/*")`),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Somebody changed ECS in the console, signed in with a password alone.',
      impact: 'A phished or reused password is enough to change production.',
      diagnosis: [
        'Find the ConsoleLogin of the same userIdentity.arn in the 12 hours before: additionalEventData.MFAUsed and sourceIPAddress.',
        'What was changed: eventName and requestParameters, and every other write of that session (same sessionContext.attributes.creationDate).',
      ],
      response: [
        'Ask the person over another channel; if it was not they, `aws iam delete-login-profile --user-name <user>` and undo the change.',
        'Enforce a second factor: deny everything but MFA set-up while aws:MultiFactorAuthPresent is false.',
      ],
    },
  },
];
