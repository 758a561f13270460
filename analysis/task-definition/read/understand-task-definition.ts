import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import type { Container, LogConfiguration, TaskDefinition, Volume } from '../task-definition';
import { fieldOf, flagOf, objectOf, objectsOf, parsedJson, textMapOf, textOf, textsOf } from './fields';

/**
 * Understands a task definition, as the API gives and takes it (`containerDefinitions`) or as CloudFormation spells it
 * (`ContainerDefinitions`). Fields of another type than the API's are treated as absent.
 */
export function understandTaskDefinition(document: JsonObject): TaskDefinition {
  return present<TaskDefinition>({
    family: textOf(document, 'family'),
    networkMode: textOf(document, 'networkMode'),
    pidMode: textOf(document, 'pidMode'),
    ipcMode: textOf(document, 'ipcMode'),
    taskRole: textOf(document, 'taskRoleArn'),
    executionRole: textOf(document, 'executionRoleArn'),
    requiresCompatibilities: textsOf(document, 'requiresCompatibilities'),
    cpu: textOf(document, 'cpu'),
    memory: textOf(document, 'memory'),
    operatingSystem: textOf(objectOf(document, 'runtimePlatform'), 'operatingSystemFamily'),
    enableFaultInjection: flagOf(document, 'enableFaultInjection'),
    containers: objectsOf(document, 'containerDefinitions').map(understandContainer),
    volumes: objectsOf(document, 'volumes').map(understandVolume),
  });
}

/** Is this a task definition in either spelling? */
export function isTaskDefinition(document: JsonObject): boolean {
  return Array.isArray(parsedJson(fieldOf(document, 'containerDefinitions')));
}

function understandContainer(container: JsonObject, index: number): Container {
  const linux = objectOf(container, 'linuxParameters');
  const capabilities = objectOf(linux, 'capabilities');
  return present<Container>({
    place: `containerDefinitions[${index}]`,
    name: textOf(container, 'name'),
    image: textOf(container, 'image'),
    user: textOf(container, 'user'),
    privileged: flagOf(container, 'privileged'),
    readonlyRootFilesystem: flagOf(container, 'readonlyRootFilesystem'),
    interactive: flagOf(container, 'interactive'),
    pseudoTerminal: flagOf(container, 'pseudoTerminal'),
    essential: flagOf(container, 'essential'),
    cpu: textOf(container, 'cpu'),
    memory: textOf(container, 'memory'),
    memoryReservation: textOf(container, 'memoryReservation'),
    addedCapabilities: textsOf(capabilities, 'add').map(capabilityName),
    droppedCapabilities: textsOf(capabilities, 'drop').map(capabilityName),
    devices: objectsOf(linux, 'devices').map((device) => textOf(device, 'hostPath') ?? ''),
    securityOptions: textsOf(container, 'dockerSecurityOptions'),
    command: textsOf(container, 'command'),
    entryPoint: textsOf(container, 'entryPoint'),
    environment: objectsOf(container, 'environment').map((variable) => ({
      name: textOf(variable, 'name') ?? '',
      value: textOf(variable, 'value') ?? '',
    })),
    environmentFiles: objectsOf(container, 'environmentFiles').map((file) => textOf(file, 'value') ?? ''),
    logConfiguration: understandLogs(objectOf(container, 'logConfiguration')),
    logRouter: textOf(objectOf(container, 'firelensConfiguration'), 'type'),
    healthCheck: understandHealthCheck(objectOf(container, 'healthCheck')),
    mounts: objectsOf(container, 'mountPoints').map((mount) => ({
      ...present({ volume: textOf(mount, 'sourceVolume'), containerPath: textOf(mount, 'containerPath') }),
    })),
    containerPorts: objectsOf(container, 'portMappings').map((port) => textOf(port, 'containerPort') ?? ''),
  });
}

/** Docker takes `CAP_SYS_ADMIN` and `sys_admin` for `SYS_ADMIN`. */
function capabilityName(text: string): string {
  return text.toUpperCase().replace(/^CAP_/, '');
}

function understandLogs(configuration: JsonObject | undefined): LogConfiguration | undefined {
  if (configuration === undefined) return undefined;
  return present<LogConfiguration>({
    driver: textOf(configuration, 'logDriver'),
    options: textMapOf(configuration, 'options'),
  });
}

function understandHealthCheck(check: JsonObject | undefined): readonly string[] | undefined {
  return check === undefined ? undefined : textsOf(check, 'command');
}

function understandVolume(volume: JsonObject, index: number): Volume {
  const efs = objectOf(volume, 'efsVolumeConfiguration');
  const authorization = objectOf(efs, 'authorizationConfig');
  return present<Volume>({
    place: `volumes[${index}]`,
    name: textOf(volume, 'name'),
    hostPath: textOf(objectOf(volume, 'host'), 'sourcePath'),
    efs:
      efs === undefined
        ? undefined
        : present<NonNullable<Volume['efs']>>({
            transitEncryption: textOf(efs, 'transitEncryption'),
            rootDirectory: textOf(efs, 'rootDirectory'),
            accessPoint: textOf(authorization, 'accessPointId'),
            iam: textOf(authorization, 'iam'),
          }),
  });
}

type Absent<T> = { readonly [K in keyof T]: T[K] | undefined };

/** The object without the fields that are undefined. */
function present<T extends object>(fields: Absent<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
