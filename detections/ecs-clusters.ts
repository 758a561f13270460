import { onFirst } from './alarm-settings';
import type { DetectionFamily } from './detection';
import {
  anyOf,
  byOtherThanDeployRoles,
  calls,
  exceptDeployRoles,
  jsonPattern,
  SUCCEEDED,
} from './pattern-text';

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
    id: 'ecs-container-insights-disabled',
    title: 'Container Insights switched off',
    severity: 'medium',
    attack: ['T1562.001'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          '((($.eventName = "UpdateClusterSettings") || ($.eventName = "UpdateCluster")) && ($.requestParameters.settings[*].name = "containerInsights") && ($.requestParameters.settings[*].value = "disabled"))',
          '(($.eventName = "PutAccountSetting*") && ($.requestParameters.name = "containerInsights") && ($.requestParameters.value = "disabled"))',
        ),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Container Insights was disabled for an existing cluster or as the default of the account.',
      impact: 'CPU, memory, network and restart metrics of its tasks end; alarms built on them go quiet.',
      diagnosis: [
        'Which: requestParameters.cluster, or none for the account default, in awsRegion.',
        'Which alarms lose their data in the next hour? `aws cloudwatch describe-alarms` with Namespace ECS/ContainerInsights.',
        'Within 24 hours by the same userIdentity.arn, look for other switches thrown: DeleteAlarms, StopLogging, UntagResource.',
      ],
      response: [
        '`aws ecs update-cluster-settings --cluster <cluster> --settings name=containerInsights,value=enhanced`.',
        'If it was to save money, say so in the code of the cluster and drop the alarms that need it.',
      ],
    },
  },
  {
    id: 'ecs-account-setting-changed',
    title: 'ECS account setting changed',
    severity: 'medium',
    attack: ['T1562'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'PutAccountSetting', 'PutAccountSettingDefault', 'DeleteAccountSetting'),
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A default of ECS for a principal or for the whole account was set or removed.',
      impact:
        'tagResourceAuthorization off lets people create resources past tag policies; defaultLogDriverMode, fargateFIPSMode and fargateTaskRetirementWaitPeriod change how every task runs.',
      diagnosis: [
        'Read requestParameters.name and value; responseElements.setting.principalArn tells for whom.',
        'Compare with `aws ecs list-account-settings --effective-settings` of another region: settings are made once, in all regions.',
        'One such call in a year is normal. Look at what else the caller did in the hour before.',
      ],
      response: [
        'Set it back: `aws ecs put-account-setting-default --name <name> --value <value>`.',
        "Keep ecs:PutAccountSettingDefault to the platform team's role.",
      ],
    },
  },
  {
    id: 'ecs-capacity-provider-changed',
    title: 'Capacity providers of a cluster changed by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1578'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls(
          'ecs',
          'PutClusterCapacityProviders',
          'CreateCapacityProvider',
          'UpdateCapacityProvider',
          'DeleteCapacityProvider',
        ),
        SUCCEEDED,
        byOtherThanDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Where the tasks of a cluster may run was changed: Fargate, Fargate Spot, or EC2 capacity.',
      impact:
        'EC2 capacity brings hosts that somebody can log in to and privileged containers; Spot alone can vanish within two minutes.',
      diagnosis: [
        'Compare requestParameters.capacityProviders and defaultCapacityProviderStrategy with responseElements of the call before on that cluster.',
        'A new provider names an Auto Scaling group: whose launch template, whose AMI, created in the last 24 hours?',
        'In the hour after, look for RegisterContainerInstance and for services placed on the provider.',
      ],
      response: [
        'Restore: `aws ecs put-cluster-capacity-providers --cluster <cluster> --capacity-providers FARGATE FARGATE_SPOT --default-capacity-provider-strategy capacityProvider=FARGATE,weight=1`.',
        'Drain instances that came with it before you delete the provider.',
      ],
    },
  },
];
