import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { Parts } from '../analysis/task-definition/parts';

/**
 * The parts of a case in Terraform's language, as people write it: containers in `jsonencode`, whose names are those
 * of the API. Roles are in the CloudFormation template only.
 */
export function terraformOf({ task, service }: Parts): string {
  const own = ['Family', 'Cpu', 'Memory', 'NetworkMode', 'PidMode', 'IpcMode', 'RequiresCompatibilities'];
  const settings = own
    .filter((name) => task[name] !== undefined)
    .map((name) => `  ${snake(name)} = ${hcl(task[name])}`);
  const network = service['NetworkConfiguration'].AwsvpcConfiguration;
  return [
    'resource "aws_ecs_task_definition" "task" {',
    ...settings,
    ...(task['TaskRoleArn'] === undefined ? [] : [`  task_role_arn = ${roleArn(task['TaskRoleArn'])}`]),
    `  execution_role_arn = ${roleArn(task['ExecutionRoleArn'])}`,
    `  container_definitions = jsonencode(${hcl(inApiSpelling(task['ContainerDefinitions']))})`,
    ...(task['Volumes'] as readonly JsonObject[]).flatMap(volume),
    '}',
    'resource "aws_ecs_service" "service" {',
    '  name = "web"',
    '  task_definition = aws_ecs_task_definition.task.arn',
    `  launch_type = ${hcl(service['LaunchType'])}`,
    `  platform_version = ${hcl(service['PlatformVersion'])}`,
    `  enable_execute_command = ${hcl(service['EnableExecuteCommand'] ?? false)}`,
    '  network_configuration {',
    `    subnets = ["subnet-1"]`,
    `    assign_public_ip = ${network.AssignPublicIp === 'ENABLED'}`,
    '  }',
    '}',
    '',
  ].join('\n');
}

function volume({ Name, Host, EFSVolumeConfiguration: efs }: JsonObject): readonly string[] {
  const authorization =
    isJsonObject(efs) && isJsonObject(efs['AuthorizationConfig']) ? efs['AuthorizationConfig'] : {};
  const optional = (name: string, value: JsonValue | undefined) =>
    value === undefined ? [] : [`      ${name} = ${hcl(value)}`];
  return [
    '  volume {',
    `    name = ${hcl(Name ?? '')}`,
    ...(isJsonObject(Host) ? [`    host_path = ${hcl(Host['SourcePath'] ?? '')}`] : []),
    ...(isJsonObject(efs)
      ? [
          '    efs_volume_configuration {',
          ...optional('file_system_id', efs['FilesystemId']),
          ...optional('root_directory', efs['RootDirectory']),
          ...optional('transit_encryption', efs['TransitEncryption']),
          '      authorization_config {',
          ...optional('access_point_id', authorization['AccessPointId']),
          ...optional('iam', authorization['IAM']),
          '      }',
          '    }',
        ]
      : []),
    '  }',
  ];
}

function roleArn(value: JsonValue): string {
  return hcl(
    JSON.stringify(value).includes('ExecutionRole')
      ? 'arn:aws:iam::123456789012:role/e'
      : 'arn:aws:iam::123456789012:role/t',
  );
}

/** JSON is an expression of Terraform's language, but for the `${` of its templates. */
function hcl(value: unknown): string {
  return JSON.stringify(value).replaceAll('${', '$${');
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();
}

/** `ReadonlyRootFilesystem` as the API spells it; names of variables and options stay as they are. */
export function inApiSpelling(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inApiSpelling);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner = null]) => [
      `${key.charAt(0).toLowerCase()}${key.slice(1)}`,
      key === 'Options' ? inner : inApiSpelling(inner),
    ]),
  );
}
