import { intrude, intruder } from '../attacks/intruder';
import { registerMiner } from '../attacks/workload';
import { ordinaryLife } from '../background/ordinary-life';
import { MINUTE } from '../clock';
import { ACCOUNT } from '../fleet';
import type { Scenario } from '../scenario';

/** The seventeen regions that every account has from the start. */
const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
] as const;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** After Datadog Security Labs, "Tales from the cloud trenches: ECS crypto mining". */
export const cryptoMining: Scenario = {
  name: 'crypto-mining',
  description: 'a stolen key starts miners on Fargate in seventeen regions in under two minutes',
  startHour: 3,
  hours: 1.5,
  expected: [
    'chain-foreign-task-defined-then-run',
    'same-act-in-many-regions',
    'ecs-activity-in-unusual-region',
    'ecs-cluster-created',
    'ecs-crypto-mining-suspected',
    'ecs-foreign-image-defined',
    'ecs-large-task-defined',
    'ecs-public-ip-assigned',
    'ecs-service-created',
    'ecs-service-scaled-far-up',
    'ecs-task-definition-registered-outside-pipeline',
    'ecs-unsafe-task-definition-registered',
  ],
  expectedLow: ['ecs-task-definition-registered'],
  play(simulation) {
    const random = simulation.random.fork('miner');
    const who = intruder(simulation, 'ci-legacy', '192.0.2.31', 'starts miners in every region');
    let at = simulation.from + 38 * MINUTE;
    for (const region of REGIONS) {
      const name = random.text(9, LETTERS);
      const arn = (kind: string) => `arn:aws:ecs:${region}:${ACCOUNT}:${kind}/${name}`;
      intrude(simulation, who, {
        at,
        region,
        service: 'ecs',
        name: 'CreateCluster',
        request: { clusterName: name },
        response: {
          cluster: {
            clusterArn: arn('cluster'),
            clusterName: name,
            status: 'ACTIVE',
            registeredContainerInstancesCount: 0,
            runningTasksCount: 0,
            pendingTasksCount: 0,
            activeServicesCount: 0,
          },
          clusterCount: 0,
        },
      });
      registerMiner(simulation, who, { family: name, image: 'yzsqbe/ka:si', at: at + 2, region });
      intrude(simulation, who, {
        at: at + 3,
        region,
        service: 'ecs',
        name: 'CreateService',
        request: {
          cluster: name,
          serviceName: `${name}-service`,
          taskDefinition: name,
          desiredCount: 25,
          launchType: 'FARGATE',
          networkConfiguration: {
            awsvpcConfiguration: { subnets: [`subnet-0${random.hex(16)}`], assignPublicIp: 'ENABLED' },
          },
        },
        response: {
          service: {
            serviceArn: arn('service'),
            serviceName: `${name}-service`,
            status: 'ACTIVE',
            desiredCount: 25,
          },
        },
      });
      at += random.int(5, 7);
    }
    ordinaryLife(simulation);
  },
};
