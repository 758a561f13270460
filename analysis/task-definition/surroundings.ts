/** What is known about where a task definition is used, beside itself; all of it may be missing. */
export interface Surroundings {
  /** The account that runs it, twelve digits. */
  readonly account?: string;
  /** Registries whose images are ours beside the account's own: `123456789012.dkr.ecr.*`, `ghcr.io/our-team/`. */
  readonly ownRegistries: readonly string[];
  /** Services, task sets and runs that start it. */
  readonly uses: readonly TaskUse[];
  /** What the task role may do; absent where no policy is at hand. */
  readonly taskPolicies?: readonly PolicyStatement[];
  /** What the execution role may do; absent where no policy is at hand. */
  readonly executionPolicies?: readonly PolicyStatement[];
}

export interface TaskUse {
  /** As the document calls it, `service web`. */
  readonly name: string;
  readonly platformVersion?: string;
  readonly assignsPublicIp?: boolean;
  readonly allowsExec?: boolean;
  /** Whether the cluster writes sessions to a log; absent where the cluster is not at hand. */
  readonly recordsSessions?: boolean;
  /** Whether the subnets have a route to an internet gateway; absent where the routes are not at hand. */
  readonly subnets?: 'public' | 'private';
}

/** A statement that allows something. */
export interface PolicyStatement {
  /** Name of the policy, or the ARN of a managed one. */
  readonly policy: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Whether a condition narrows it. */
  readonly hasCondition: boolean;
}

export const NO_SURROUNDINGS: Surroundings = { ownRegistries: [], uses: [] };
