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

const AWSVPC = '$.requestParameters.networkConfiguration.awsvpcConfiguration';

/** Tasks that move closer to the internet. */
export const ecsExposure: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-public-ip-assigned',
    title: 'Service or task set up with public IP addresses',
    severity: 'medium',
    attack: ['T1133', 'T1578'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'CreateService', 'UpdateService', 'RunTask', 'StartTask', 'CreateTaskSet'),
        `(${AWSVPC}.assignPublicIp = "ENABLED")`,
        SUCCEEDED,
        ...exceptDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'assignPublicIp is ENABLED: each task gets an address of its own on the internet, past the load balancer.',
      impact:
        "One open port in the security group and the containers are reachable by every scanner; outbound traffic escapes the NAT gateway's view.",
      diagnosis: [
        'Check the security groups in requestParameters.networkConfiguration.awsvpcConfiguration.securityGroups: which ports admit 0.0.0.0/0 or ::/0?',
        'From eventTime on, read the flow logs of the new interfaces: srcaddr outside your ranges with action ACCEPT has already been in.',
        'Was the service private until now? Look at its CreateService and UpdateService of the last 30 days.',
      ],
      response: [
        'Back to private: `aws ecs update-service --cluster <cluster> --service <service> --network-configuration "awsvpcConfiguration={subnets=[<private>],securityGroups=[<sg>],assignPublicIp=DISABLED}"`.',
        'In a design of public subnets without NAT, name the role that deploys it in deployRoles and keep the groups closed.',
      ],
    },
  },
  {
    id: 'ecs-service-network-swapped',
    title: 'Security groups or subnets of a service changed by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1562.007'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'UpdateService', 'CreateTaskSet', 'UpdateExpressGatewayService'),
        anyOf(
          `(${AWSVPC}.securityGroups[0] = *)`,
          `(${AWSVPC}.subnets[0] = *)`,
          '($.requestParameters.networkConfiguration.securityGroups[0] = *)',
          '($.requestParameters.networkConfiguration.subnets[0] = *)',
        ),
        SUCCEEDED,
        byOtherThanDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Somebody outside the pipeline gave a running service other security groups or subnets.',
      impact:
        'A closed service can be opened, or moved next to something it should not reach, without touching a security group rule.',
      diagnosis: [
        'Compare securityGroups and subnets of requestParameters.networkConfiguration with `aws ecs describe-services` of the deployment before (deployments[].networkConfiguration).',
        'For each new group: `aws ec2 describe-security-group-rules --filters Name=group-id,Values=<sg>`; who created it, and in the last 24 hours?',
        'Watch the flow logs for an hour from eventTime: new srcaddr with ACCEPT on the container port.',
      ],
      response: [
        'Run the pipeline again, or update-service with the old network configuration.',
        'Delete the group that was made for it once no interface uses it.',
      ],
    },
  },
];
