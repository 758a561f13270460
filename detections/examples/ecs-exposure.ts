import { ecsEvent, serviceUpdate, taskRun } from './ecs-example';
import { denied, type ExampleTable } from './example-event';

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
};
