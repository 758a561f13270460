import {
  denied,
  EXAMPLE_ACCOUNT,
  EXAMPLE_REGION,
  type ExampleTable,
  exampleDeployer,
  exampleEvent,
  exampleRole,
} from './example-event';

const SECRET = `arn:aws:secretsmanager:${EXAMPLE_REGION}:${EXAMPLE_ACCOUNT}:secret:harbor/api/htpasswd-a1B2c3`;
const TASK_ID = '0f9de17a6465404e8b1b2356dc13c2f8';

/** A task that starts: ECS reads for it, with the execution role and the task id as session name. */
const byTaskStart = {
  userIdentity: exampleRole('api-execution-role', TASK_ID),
  userAgent: 'aws-sdk-go/1.55.5 (go1.22.7; linux; amd64)',
  readOnly: true,
};
const byDeployer = { userIdentity: exampleDeployer, userAgent: 'aws-cli/2.31.0' };
const byRotation = {
  userIdentity: exampleRole('rotate-htpasswd', 'rotate-htpasswd'),
  userAgent: 'Boto3/1.40.0',
};

const read = exampleEvent('secretsmanager', 'GetSecretValue', { secretId: SECRET }, { readOnly: true });
const batchRead = exampleEvent(
  'secretsmanager',
  'BatchGetSecretValue',
  { filters: [{ key: 'name', values: ['harbor/'] }] },
  { readOnly: true },
);
const newValue = exampleEvent(
  'secretsmanager',
  'PutSecretValue',
  { secretId: SECRET, clientRequestToken: '8f1c7a0e-59c4-4dd0-9a77-5b6f9f5a2d11' },
  { responseElements: { arn: SECRET } },
);
const sharing = exampleEvent('secretsmanager', 'PutResourcePolicy', {
  secretId: SECRET,
  resourcePolicy: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"}}]}',
  blockPublicPolicy: false,
});
const deletion = exampleEvent('secretsmanager', 'DeleteSecret', {
  secretId: SECRET,
  recoveryWindowInDays: 7,
});
const parameters = exampleEvent(
  'ssm',
  'GetParameters',
  { names: ['/harbor/api/db-password', '/harbor/api/token'], withDecryption: true },
  { readOnly: true },
);

export const secretsExamples: ExampleTable = {
  'secret-read-by-person': {
    fires: [
      read,
      {
        ...read,
        userIdentity: exampleRole('developer', 'ana@example.com'),
        sessionCredentialFromConsole: 'true',
      },
      batchRead,
      { ...batchRead, userIdentity: exampleRole('api-task-role', TASK_ID) },
    ],
    staysSilent: [
      { ...read, ...byTaskStart },
      { ...read, ...byRotation },
      denied(read),
      denied(batchRead),
      exampleEvent('secretsmanager', 'ListSecrets', {}, { readOnly: true }),
    ],
  },
  'secrets-read-in-burst': {
    fires: [
      read,
      { ...read, userIdentity: exampleRole('api-task-role', TASK_ID), userAgent: 'aws-cli/2.31.0' },
    ],
    staysSilent: [{ ...read, ...byTaskStart }, { ...read, ...byRotation }, denied(read)],
  },
  'secret-read-denied': {
    fires: [denied(read), denied({ ...batchRead, ...byTaskStart }, 'AccessDeniedException')],
    staysSilent: [read, denied(read, 'ResourceNotFoundException')],
  },
  'secret-changed-outside-pipeline': {
    fires: [
      newValue,
      exampleEvent('secretsmanager', 'CancelRotateSecret', { secretId: SECRET }),
      sharing,
      exampleEvent('secretsmanager', 'ReplicateSecretToRegions', {
        secretId: SECRET,
        addReplicaRegions: [{ region: 'ap-southeast-2' }],
      }),
    ],
    staysSilent: [
      { ...newValue, ...byRotation },
      { ...newValue, ...byDeployer },
      { ...sharing, ...byDeployer },
      denied(sharing),
      exampleEvent('secretsmanager', 'RotateSecret', { secretId: SECRET }),
      exampleEvent('secretsmanager', 'GetResourcePolicy', { secretId: SECRET }, { readOnly: true }),
    ],
  },
  'secret-deleted': {
    fires: [
      deletion,
      { ...deletion, requestParameters: { secretId: SECRET, forceDeleteWithoutRecovery: true } },
    ],
    staysSilent: [{ ...deletion, ...byDeployer }, denied(deletion)],
  },
  'ssm-parameters-decrypted-in-burst': {
    fires: [parameters, { ...parameters, userIdentity: exampleRole('api-task-role', TASK_ID) }],
    staysSilent: [
      { ...parameters, ...byTaskStart },
      { ...parameters, requestParameters: { names: ['/harbor/api/log-level'], withDecryption: false } },
      denied(parameters, 'AccessDeniedException'),
    ],
  },
};
