import { arn, container, EXAMPLE_ECR_IMAGE, ecsEvent, registration, roleArn, taskRun } from './ecs-example';
import { denied, type ExampleTable, exampleDeployer, exampleRoot } from './example-event';

const byPipeline = { userIdentity: exampleDeployer };
const gateway = ecsEvent('CreateExpressGatewayService', {
  serviceName: 'shop',
  infrastructureRoleArn: roleArn('ecs-infrastructure'),
  executionRoleArn: roleArn('harbor-web-execution'),
  primaryContainer: { image: 'docker.io/someone/shop:latest', containerPort: 8080 },
  cpu: '1024',
  memory: '2048',
});
const removal = ecsEvent('DeregisterTaskDefinition', { taskDefinition: 'harbor-web:41' });

export const ecsTaskDefinitionsExamples: ExampleTable = {
  'ecs-task-definition-registered': {
    fires: [
      registration({}, byPipeline),
      ecsEvent('RegisterDaemonTaskDefinition', { family: 'agent', containerDefinitions: [container()] }),
    ],
    staysSilent: [denied(registration()), removal],
  },
  'ecs-task-definition-registered-outside-pipeline': {
    fires: [
      registration(),
      registration({ taskRoleArn: roleArn('admin') }, { userIdentity: exampleRoot }),
      registration(
        {},
        { userIdentity: { ...exampleRoot, type: 'IAMUser' }, userAgent: 'cloudformation.amazonaws.com' },
      ),
    ],
    staysSilent: [registration({}, byPipeline), denied(registration())],
  },
  'ecs-foreign-image-defined': {
    fires: [
      registration({ containerDefinitions: [container({ image: 'yzsqbe/ka:si' })] }),
      registration({
        containerDefinitions: [container(), container({ name: 'agent', image: 'ghcr.io/someone/agent:1' })],
      }),
      gateway,
    ],
    staysSilent: [
      registration(),
      registration({
        containerDefinitions: [container(), container({ name: 'proxy', image: EXAMPLE_ECR_IMAGE })],
      }),
      denied(registration({ containerDefinitions: [container({ image: 'yzsqbe/ka:si' })] })),
      registration({
        containerDefinitions: [container({ image: '111122223333.dkr-ecr.eu-west-1.on.aws/harbor/web:1' })],
      }),
    ],
  },
  'ecs-large-task-defined': {
    fires: [
      registration({ cpu: '16384', memory: '32768' }),
      registration({ cpu: '8 vCPU', memory: '16 GB' }),
      taskRun({ overrides: { cpu: '16384', memory: '32768' } }),
    ],
    staysSilent: [
      registration({ cpu: '4096', memory: '8192' }),
      registration({ cpu: '1024', memory: '8192' }),
      taskRun({ overrides: { cpu: '1024' } }),
    ],
  },
  'ecs-task-definition-removed': {
    fires: [
      removal,
      ecsEvent('DeleteTaskDefinitions', { taskDefinitions: ['harbor-web:39', 'harbor-web:40'] }),
      ecsEvent('DeleteDaemonTaskDefinition', { daemonTaskDefinition: arn('daemon-task-definition/agent:1') }),
    ],
    staysSilent: [{ ...removal, ...byPipeline, userAgent: 'cloudformation.amazonaws.com' }, denied(removal)],
  },
};
