import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { calls, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';
import { inTemplates, isPublic } from '../writing/templates';

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
      beyond: [inTemplates(({ request }) => isPublic(request) && 'gives tasks public addresses')],
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
];
