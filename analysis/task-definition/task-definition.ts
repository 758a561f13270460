/** A setting that is on or off; `open` where a template decides it when it is deployed. */
export type Flag = boolean | 'open';

/**
 * A task definition as the judge reads it: the names of the ECS API, whichever of the three spellings it came in.
 *
 * What is absent is undefined. What a template leaves open until it is deployed stays in the text as a placeholder,
 * `${Image}`, and judges neither way: see `isOpen`.
 */
export interface TaskDefinition {
  readonly family?: string;
  readonly networkMode?: string;
  readonly pidMode?: string;
  readonly ipcMode?: string;
  readonly taskRole?: string;
  readonly executionRole?: string;
  /** `FARGATE`, `EC2`, `EXTERNAL`, `MANAGED_INSTANCES`; empty means EC2. */
  readonly requiresCompatibilities: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  /** `LINUX` or one of the Windows families; absent means Linux. */
  readonly operatingSystem?: string;
  readonly enableFaultInjection?: Flag;
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

export interface Container {
  /** Where it stands in the document, `containerDefinitions[0]`. */
  readonly place: string;
  readonly name?: string;
  readonly image?: string;
  readonly user?: string;
  readonly privileged?: Flag;
  readonly readonlyRootFilesystem?: Flag;
  readonly interactive?: Flag;
  readonly pseudoTerminal?: Flag;
  /** Absent means true. */
  readonly essential?: Flag;
  readonly cpu?: string;
  readonly memory?: string;
  readonly memoryReservation?: string;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  /** Paths on the host. */
  readonly devices: readonly string[];
  readonly securityOptions: readonly string[];
  readonly command: readonly string[];
  readonly entryPoint: readonly string[];
  readonly environment: readonly Variable[];
  /** Objects in S3 with lines `NAME=value`. */
  readonly environmentFiles: readonly string[];
  readonly logConfiguration?: LogConfiguration;
  /** `fluentbit` or `fluentd` where the container routes the logs of the others. */
  readonly logRouter?: string;
  readonly healthCheck?: readonly string[];
  readonly mounts: readonly Mount[];
  readonly containerPorts: readonly string[];
}

export interface Variable {
  readonly name: string;
  readonly value: string;
}

export interface LogConfiguration {
  readonly driver?: string;
  readonly options: Readonly<Record<string, string>>;
}

export interface Mount {
  readonly volume?: string;
  readonly containerPath?: string;
}

export interface Volume {
  readonly place: string;
  readonly name?: string;
  /** A path on the host. */
  readonly hostPath?: string;
  readonly efs?: EfsVolume;
}

export interface EfsVolume {
  readonly transitEncryption?: string;
  readonly accessPoint?: string;
  readonly iam?: string;
  readonly rootDirectory?: string;
}

/** Is a text decided only when the template is deployed, at least in part? */
export function isOpen(text: string): boolean {
  return text.includes('${');
}

/** Whether the definition runs on Fargate alone, which refuses some settings and needs others. */
export function isFargateOnly({ requiresCompatibilities }: TaskDefinition): boolean {
  return requiresCompatibilities.length > 0 && requiresCompatibilities.every((name) => name === 'FARGATE');
}

export function isWindows({ operatingSystem }: TaskDefinition): boolean {
  return operatingSystem?.startsWith('WINDOWS') === true;
}

/** How a message names a container. */
export function nameOf({ name, place }: Container): string {
  return name === undefined || name === '' ? place : `container ${name}`;
}
