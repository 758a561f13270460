import { RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type DeployedNames, deployedNames } from '../deployment/deployed-names';
import type { Settings } from './config';

export interface HarborwatchStackProps extends StackProps {
  readonly settings: Settings;
}

/** What all stacks have in common: the settings, the names, the tags, and what a destroy leaves. */
export abstract class HarborwatchStack extends Stack {
  readonly settings: Settings;
  readonly names: DeployedNames;

  constructor(scope: Construct, id: string, { settings, ...props }: HarborwatchStackProps) {
    super(scope, id, {
      ...props,
      stackName: `${settings.name}-${id
        .replace(/Stack$/, '')
        .replace(/(?<=[a-z])[A-Z]/g, '-$&')
        .toLowerCase()}`,
      // Indentation is a third of what two hundred services take of CloudFormation's megabyte.
      suppressTemplateIndentation: true,
      terminationProtection: settings.mode === 'production',
    });
    this.settings = settings;
    this.names = deployedNames(settings.name);
    Tags.of(this).add('application', 'harborwatch');
    Tags.of(this).add('deployment', settings.name);
    Tags.of(this).add('mode', settings.mode);
  }

  get isProduction(): boolean {
    return this.settings.mode === 'production';
  }

  /** Metric filters that the trail's log group takes, the canary's left out. */
  get filterPlaces(): number {
    return this.settings['monitor.filterPlaces'];
  }

  /**
   * Of everything that holds logs or state. A first deploy that fails takes back what it made, empty as it is: left
   * behind, its names would be in the way of the next try (docs/production-again.md).
   */
  get removalPolicy(): RemovalPolicy {
    return this.isProduction ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
  }

  /**
   * A name of what an account has once in all regions, such as a policy, a dashboard or a trail of all regions: with
   * the region, so that another region may hold a deployment of the same name.
   */
  globalName(what: string): string {
    return `${this.settings.name}-${what}-${this.region}`;
  }
}
