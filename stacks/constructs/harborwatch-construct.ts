import { type ArnComponents, type RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CustomFolder } from '../../deployment/custom-folder';
import { type DeployedNames, deployedNames } from '../../deployment/deployed-names';
import type { Settings } from '../config';
import { customOf } from '../config/custom';
import { filterPlacesOf } from '../config/filter-places';
import { enclosingScope, removalPolicyOf } from '../parts/harborwatch-scope';
import type { HarborwatchProps } from './harborwatch-props';
import { settingsOf } from './settings-of';

/**
 * What all constructs have in common: the settings, from their props or from the deployment around them, and the
 * names that follow from them. It is a `HarborwatchScope`; the package's types show none of that.
 */
export abstract class HarborwatchConstruct extends Construct {
  /** @internal */
  readonly settings: Settings;
  /** @internal */
  readonly names: DeployedNames;

  constructor(scope: Construct, id: string, props: HarborwatchProps = {}) {
    super(scope, id);
    this.settings = settingsOf(props, enclosingScope(scope)?.settings);
    this.names = deployedNames(this.settings.name);
  }

  /** @internal */
  get isProduction(): boolean {
    return this.settings.mode === 'production';
  }

  /** @internal */
  get filterPlaces(): number {
    return filterPlacesOf(this.settings);
  }

  /** @internal */
  get custom(): CustomFolder | undefined {
    return customOf(this.settings);
  }

  /** @internal */
  get removalPolicy(): RemovalPolicy {
    return removalPolicyOf(this.settings);
  }

  /** @internal */
  get stackName(): string {
    return Stack.of(this).stackName;
  }

  /** @internal */
  get bucketNamePrefix(): string {
    const around = this.node.scope === undefined ? undefined : enclosingScope(this.node.scope);
    if (around !== undefined) return around.bucketNamePrefix;
    // The name of a nested stack is known when it is deployed.
    return Token.isUnresolved(this.stackName) ? '' : this.stackName.toLowerCase();
  }

  /** @internal */
  get partition(): string {
    return Stack.of(this).partition;
  }

  /** @internal */
  get region(): string {
    return Stack.of(this).region;
  }

  /** @internal */
  get account(): string {
    return Stack.of(this).account;
  }

  /** @internal */
  formatArn(components: ArnComponents): string {
    return Stack.of(this).formatArn(components);
  }

  /** @internal */
  toJsonString(value: unknown): string {
    return Stack.of(this).toJsonString(value);
  }

  /** @internal */
  globalName(what: string): string {
    return `${this.settings.name}-${what}-${this.region}`;
  }
}
