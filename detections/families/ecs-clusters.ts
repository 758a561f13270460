import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { anyOf, calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';

/** The ground services stand on: clusters, their capacity, their monitoring, the account's ECS settings. */
export const ecsClusters: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-cluster-deleted',
    title: 'ECS cluster deleted',
    severity: 'high',
    attack: ['T1485', 'T1489'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('ecs', 'DeleteCluster'), SUCCEEDED, ...exceptDeployRoles(deployRoles)),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A cluster is gone. ECS allows that only when its services, tasks and instances are gone too.',
      impact: 'If it was in use, somebody has taken the whole environment down before.',
      diagnosis: [
        'Name and region: requestParameters.cluster, awsRegion. Clusters called AWSBatch* belong to AWS Batch, which removes them itself.',
        'In the 2 hours before, list DeleteService, StopTask and UpdateService with desiredCount 0 on it by the same accessKeyId.',
        'Look for DeleteStack within 30 minutes before by the same person: a planned end of an environment.',
      ],
      response: [
        'Unplanned: cut off the identity, then rebuild from the stack; a cluster itself holds no data.',
        'Set termination protection: `aws cloudformation update-termination-protection --enable-termination-protection --stack-name <stack>`.',
      ],
    },
  },
  {
    id: 'ecs-cluster-created',
    title: 'ECS cluster created',
    severity: 'medium',
    attack: ['T1578', 'T1610'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('ecs', 'CreateCluster'), SUCCEEDED, ...exceptDeployRoles(deployRoles)),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A new cluster. That happens when an environment is set up, and at the start of every ECS mining attack.',
      impact: 'None yet; tasks in it run outside the names, alarms and budgets that watch your clusters.',
      diagnosis: [
        'Look at requestParameters.clusterName: a random string is what attack scripts choose.',
        'In the 5 minutes around, count CreateCluster by awsRegion: more than two regions is an attack.',
        'In the 30 minutes after, look for RegisterTaskDefinition, CreateService and RunTask by the same accessKeyId.',
      ],
      response: [
        'Not yours: delete its services by force, stop its tasks, then `aws ecs delete-cluster --cluster <name> --region <region>`, and deactivate the key.',
        'Yours: bring it under the stack that owns the others.',
      ],
    },
  },
  {
    id: 'ecs-setting-changed',
    title: 'ECS account setting or capacity changed, or Container Insights switched off',
    severity: 'medium',
    attack: ['T1685', 'T1578'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // A new cluster without Container Insights has lost nothing, so CreateCluster is not among these.
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          '($.eventName = "PutAccountSetting*")',
          '($.eventName = "DeleteAccountSetting")',
          '($.eventName = "PutClusterCapacityProviders")',
          '($.eventName = "CreateCapacityProvider")',
          '($.eventName = "UpdateCapacityProvider")',
          '($.eventName = "DeleteCapacityProvider")',
          '((($.eventName = "UpdateClusterSettings") || ($.eventName = "UpdateCluster")) && ($.requestParameters.settings[*].name = "containerInsights") && ($.requestParameters.settings[*].value = "disabled"))',
        ),
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A default of ECS for a principal or the whole account was set or removed, Container Insights of an existing cluster was disabled, or where its tasks may run was changed (capacity providers).',
      impact:
        'Alarms on Container Insights go quiet; tagResourceAuthorization off lets people pass tag policies; EC2 capacity brings hosts that somebody can log in to and privileged containers.',
      diagnosis: [
        'Read requestParameters.name and value (responseElements.setting.principalArn tells for whom), or requestParameters.cluster and settings, and awsRegion.',
        'Compare with `aws ecs list-account-settings --effective-settings` of another region: settings are usually made once, in all regions.',
        'A new capacity provider names an Auto Scaling group: whose launch template and AMI, created in the last 24 hours? In the hour after, look for RegisterContainerInstance.',
        'One such call in a year is normal. Within 24 hours by the same userIdentity.arn, look for other switches thrown: DeleteAlarms, StopLogging, UntagResource.',
      ],
      response: [
        'Set it back: `aws ecs put-account-setting-default --name <name> --value <value>` or `aws ecs update-cluster-settings --cluster <cluster> --settings name=containerInsights,value=enhanced`.',
        'Capacity: `aws ecs put-cluster-capacity-providers --cluster <cluster> --capacity-providers FARGATE FARGATE_SPOT --default-capacity-provider-strategy capacityProvider=FARGATE,weight=1`.',
        "Keep ecs:PutAccountSettingDefault and ecs:UpdateClusterSettings to the platform team's role.",
      ],
    },
  },
];
