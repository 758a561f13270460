/** A security group rule that let the world reach an SSH port. */
export interface PortOpening {
  readonly eventId: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly groupId: string;
  readonly vpcId: string | undefined;
  readonly fromPort: number;
  readonly toPort: number;
  /** Who did it, as the record's identity ARN. */
  readonly actor: string;
}

/** Somebody got a shell, or ran a command, in a container of a task. */
export interface TaskShell {
  readonly eventId: string;
  /** Epoch seconds. */
  readonly at: number;
  /** The task's id, without what stands before it in its ARN. */
  readonly task: string;
  /** Who, as the record's identity ARN, and as people say it. */
  readonly actor: string;
  readonly by: string;
}

/** A task definition with an image that its family did not have before, or that another account's registry holds. */
export interface NewImage {
  readonly eventId: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly family: string;
  /** As the task definition names it. */
  readonly image: string;
  /** Who registered it, as the record's identity ARN, and as people say it. */
  readonly actor: string;
  readonly by: string;
}

/** A service was given a task definition, or a task was started from one. */
export interface Release {
  /** Epoch seconds. */
  readonly at: number;
  readonly family: string;
  /** The service's name, or the id of a task that no service started. */
  readonly of: string;
}

/** Flow-log lines that say records were lost. */
export interface LostRecords {
  readonly interfaceId: string;
  readonly start: number;
  readonly end: number;
}
