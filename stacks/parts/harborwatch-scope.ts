import { type ArnComponents, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { CustomFolder } from '../../deployment/custom-folder';
import type { DeployedNames } from '../../deployment/deployed-names';
import type { Settings } from '../config';

/**
 * What the parts of a deployment are made in, and what they ask of it: one of its stacks, or a construct in the stack
 * of somebody else's app.
 */
export interface HarborwatchScope extends Construct {
  readonly settings: Settings;
  readonly names: DeployedNames;
  readonly isProduction: boolean;
  /** Metric filters that the trail's log group takes, the canary's left out. */
  readonly filterPlaces: number;
  /** Detections of the owner's own, and changes of ours. */
  readonly custom: CustomFolder | undefined;
  /** Of everything that holds logs or state. */
  readonly removalPolicy: RemovalPolicy;
  readonly stackName: string;
  /** What the names of all its buckets begin with, in lower case. */
  readonly bucketNamePrefix: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  formatArn(components: ArnComponents): string;
  toJsonString(value: unknown): string;
  /**
   * A name of what an account has once in all regions, such as a policy, a dashboard or a trail of all regions: with
   * the region, so that another region may hold a deployment of the same name.
   */
  globalName(what: string): string;
}

/** The scope of a deployment around a construct, or the construct itself; undefined in somebody else's stack. */
export function enclosingScope(construct: IConstruct): HarborwatchScope | undefined {
  return construct.node.scopes.toReversed().find(isScope);
}

function isScope(construct: IConstruct): construct is HarborwatchScope {
  return 'bucketNamePrefix' in construct && 'filterPlaces' in construct;
}

/**
 * Of everything that holds logs or state. A first deploy that fails takes back what it made, empty as it is: left
 * behind, its names would be in the way of the next try (docs/production-again.md).
 */
export function removalPolicyOf({ mode }: Settings): RemovalPolicy {
  return mode === 'production' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
