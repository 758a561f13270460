import { ecsEvent, serviceUpdate, taskRun } from './ecs-example';
import { denied, type ExampleTable, exampleDeployer } from './example-event';

const open = {
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: ['subnet-0public'],
      securityGroups: ['sg-0open'],
      assignPublicIp: 'ENABLED',
    },
  },
};
const closed = {
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: ['subnet-0private'],
      securityGroups: ['sg-0closed'],
      assignPublicIp: 'DISABLED',
    },
  },
};

export const ecsExposureExamples: ExampleTable = {
  'ecs-public-ip-assigned': {
    fires: [
      serviceUpdate(open),
      taskRun(open),
      ecsEvent('CreateService', {
        cluster: 'harbor',
        serviceName: 'web',
        taskDefinition: 'harbor-web:42',
        ...open,
      }),
    ],
    staysSilent: [serviceUpdate(closed), taskRun(), denied(serviceUpdate(open))],
  },
  'ecs-service-network-swapped': {
    fires: [
      serviceUpdate(closed),
      ecsEvent('UpdateExpressGatewayService', {
        serviceArn: 'arn:aws:ecs:eu-west-1:111122223333:service/default/shop',
        networkConfiguration: { securityGroups: ['sg-0open'], subnets: ['subnet-0public'] },
      }),
    ],
    staysSilent: [
      serviceUpdate({ desiredCount: 3 }),
      serviceUpdate(closed, { userIdentity: exampleDeployer, userAgent: 'cloudformation.amazonaws.com' }),
    ],
  },
};
