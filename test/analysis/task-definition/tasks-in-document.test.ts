import fc from 'fast-check';
import { judgeTaskDefinition } from '../../../analysis/task-definition/judge-task-definition';
import { tasksInDocument } from '../../../analysis/task-definition/read/tasks-in-document';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../records/cloudtrail/cloudtrail-record';
import { cleanParts, type Parts, templateOf } from './parts';
import { changed } from './rule-case';

function broken(document: JsonValue, ownRegistries: readonly string[] = []): readonly string[] {
  return tasksInDocument(document, ownRegistries).flatMap(({ definition, surroundings }) =>
    judgeTaskDefinition(definition, surroundings).map(({ rule }) => rule.id),
  );
}

/** A definition as the API spells it, soft in three ways. */
const SOFT: JsonObject = {
  family: 'web',
  networkMode: 'awsvpc',
  memory: '512',
  cpu: '256',
  containerDefinitions: [
    {
      name: 'web',
      image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1.0',
      user: 'root',
      readonlyRootFilesystem: true,
      linuxParameters: { capabilities: { drop: ['ALL'] } },
      healthCheck: { command: ['CMD', 'true'] },
      environment: [{ name: 'API_TOKEN', value: 'correct-horse' }],
      logConfiguration: { logDriver: 'awslogs' },
    },
  ],
};

const RECORD: JsonObject = {
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 'ecs.amazonaws.com',
  eventName: 'RegisterTaskDefinition',
  eventID: 'e1',
  recipientAccountId: '222222222222',
  requestParameters: SOFT,
};

test('a definition alone, its description and the record of its registration are judged alike', () => {
  const alone = ['root-user', 'secret-by-name', 'image-not-pinned'];
  expect(broken(SOFT)).toEqual(alone);
  expect(broken({ taskDefinition: { ...SOFT, revision: 3 }, tags: [] })).toEqual(alone);
  expect(broken({ Records: [RECORD] })).toEqual([...alone, 'image-from-foreign-account']);
});

test('a record is judged by its account, unless that registry is ours', () => {
  expect(broken(RECORD)).toContain('image-from-foreign-account');
  expect(broken({ ...RECORD, recipientAccountId: '111111111111' })).not.toContain(
    'image-from-foreign-account',
  );
  expect(broken(RECORD, ['111111111111.dkr.ecr.*'])).not.toContain('image-from-foreign-account');
});

test('the family and revision, the logical id or the record names what was found', () => {
  expect(tasksInDocument({ taskDefinition: { ...SOFT, revision: 3 } })[0]?.name).toBe('web:3');
  expect(tasksInDocument(RECORD)[0]?.name).toBe('web (record e1)');
  expect(tasksInDocument(templateOf(cleanParts()))[0]?.name).toBe('Task');
});

test('what is no task definition has none', () => {
  for (const other of [null, 3, 'x', [], {}, { name: 'package', version: '1' }, { Resources: {} }]) {
    expect(tasksInDocument(other)).toEqual([]);
  }
  expect(tasksInDocument({ ...RECORD, eventName: 'DeregisterTaskDefinition' })).toEqual([]);
});

test('shells that leave no transcript are told where the cluster is at hand', () => {
  const withoutRecord = changed((parts) => {
    parts.service['EnableExecuteCommand'] = true;
    delete parts.cluster['Configuration'];
  });
  expect(broken(withoutRecord)).toEqual(['exec-allowed', 'exec-not-recorded']);
  const elsewhere = changed((parts) => {
    parts.service['EnableExecuteCommand'] = true;
    parts.service['Cluster'] = 'a-cluster';
  });
  expect(broken(elsewhere)).toEqual(['exec-allowed']);
});

test("CloudFormation's spelling and the API's give the same judgement", () => {
  const template = changed((parts) => {
    parts.container['Privileged'] = true;
    parts.container['User'] = 'root';
    parts.container['EnvironmentFiles'] = [{ Type: 's3', Value: 'arn:aws:s3:::b/k' }];
    parts.task['Volumes'] = [{ Name: 'f', EFSVolumeConfiguration: { FilesystemId: 'fs-1' } }];
  });
  const resources = template['Resources'] as { readonly Task: { readonly Properties: JsonObject } };
  const { TaskRoleArn: _task, ExecutionRoleArn: _execution, ...properties } = resources.Task.Properties;
  expect(broken(inApiSpelling(properties))).toEqual(broken(template));
});

test('parameters count with their defaults, and without one nothing is claimed', () => {
  const template = (parameters: JsonObject) => ({
    ...changed((parts) => {
      parts.container['User'] = { Ref: 'User' };
      parts.container['ReadonlyRootFilesystem'] = { Ref: 'ReadOnly' };
      parts.container['Image'] = { 'Fn::Join': ['', [{ Ref: 'Registry' }, '/web:', { Ref: 'Tag' }]] };
    }),
    Parameters: parameters,
  });
  expect(broken(template({}))).toEqual([]);
  expect(broken(template({ User: { Default: 'root' }, ReadOnly: { Default: 'false' } }))).toEqual([
    'root-user',
    'writable-root-file-system',
  ]);
  const image = { Registry: { Default: 'docker.io' }, Tag: { Default: 'latest' } };
  expect(broken(template(image))).toEqual(['image-tag-latest', 'image-from-foreign-registry']);
});

test('of a condition the branch that is there counts, and a text stays open', () => {
  const under = (value: JsonValue) => (parts: Parts) => {
    parts.container['LogConfiguration'] = {
      'Fn::If': ['HasLogs', parts.container['LogConfiguration'], value],
    };
    parts.container['User'] = { 'Fn::If': ['IsRoot', 'root', { Ref: 'AWS::NoValue' }] };
  };
  expect(broken(changed(under({ Ref: 'AWS::NoValue' })))).toEqual([]);
});

test("policies that are attached elsewhere in the template are the role's", () => {
  const template = changed(() => {}) as { readonly Resources: JsonObject };
  const policy = (resource: JsonObject) =>
    broken({ ...template, Resources: { ...template.Resources, Attached: resource } });
  const document = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  const attached = { PolicyName: 'x', PolicyDocument: document, Roles: [{ Ref: 'TaskRole' }] };
  expect(policy({ Type: 'AWS::IAM::Policy', Properties: attached })).toEqual(['role-too-wide']);
  expect(policy({ Type: 'AWS::IAM::Policy', Properties: { ...attached, Roles: ['other'] } })).toEqual([]);
  expect(
    broken(
      changed((parts) => {
        parts.taskRole['ManagedPolicyArns'] = ['arn:aws:iam::aws:policy/AdministratorAccess'];
        parts.executionRole['ManagedPolicyArns'] = ['arn:aws:iam::aws:policy/AmazonS3FullAccess'];
      }),
    ),
  ).toEqual(['role-administrator', 'role-too-wide']);
});

test('no sentence repeats a secret', () => {
  const secrets = ['correct-horse', 'hunter2-db', 'battery-staple', 'q7Zt4LxV9bRk2MnW8cPd5HsJ3fGy6T'];
  const document = {
    containerDefinitions: [
      {
        name: 'web',
        environment: [
          { name: 'API_TOKEN', value: secrets[0] },
          { name: 'DATABASE', value: `postgres://app:${secrets[1]}@db/app` },
          { name: 'LICENSE', value: secrets[3] },
        ],
        command: ['server', `--password=${secrets[2]}`],
        logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': secrets[0] } },
      },
    ],
  };
  const said = JSON.stringify(
    tasksInDocument(document as JsonObject).flatMap(({ definition }) => judgeTaskDefinition(definition)),
  );
  expect(said).toContain('API_TOKEN');
  for (const secret of secrets) expect(said).not.toContain(secret);
});

test('no document of any shape makes the judge throw', () => {
  const keys = [
    'containerDefinitions',
    'Resources',
    'Type',
    'Properties',
    'Fn::If',
    'Fn::Sub',
    'Fn::Join',
    'Ref',
  ];
  const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<JsonValue>(null, true, 'AWS::ECS::TaskDefinition', `\${x}`, 7),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys, 'image', 'environment', 'name', 'value'), tie('tree'), {
        maxKeys: 4,
      }),
    ),
  }));
  fc.assert(
    fc.property(tree, (document) => {
      broken(document);
      broken({ Resources: { Task: { Type: 'AWS::ECS::TaskDefinition', Properties: document } } });
      broken({ containerDefinitions: [document] });
    }),
    { numRuns: 500 },
  );
});

function inApiSpelling(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inApiSpelling);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = key === 'EFSVolumeConfiguration' ? 'efsVolumeConfiguration' : key;
      return [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, inApiSpelling(inner ?? null)];
    }),
  );
}
