import { type RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CustomFolder } from '../deployment/custom-folder';
import { type DeployedNames, deployedNames } from '../deployment/deployed-names';
import type { Settings } from './config';
import { customOf } from './config/custom';
import { type HarborwatchScope, removalPolicyOf } from './parts/harborwatch-scope';
import { type StackId, stackNameOf } from './stack-ids';

export interface HarborwatchStackProps extends StackProps {
  readonly settings: Settings;
}

/** What all stacks have in common: the settings, the names, the tags, and what a destroy leaves. */
export abstract class HarborwatchStack extends Stack implements HarborwatchScope {
  readonly settings: Settings;
  readonly names: DeployedNames;

  constructor(scope: Construct, id: StackId, { settings, ...props }: HarborwatchStackProps) {
    super(scope, id, {
      ...props,
      stackName: stackNameOf(settings.name, id),
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

  /** The names that CloudFormation gives to buckets begin with the stack's. */
  get bucketNamePrefix(): string {
    return this.settings.name;
  }

  get isProduction(): boolean {
    return this.settings.mode === 'production';
  }

  get filterPlaces(): number {
    return this.settings['monitor.filterPlaces'];
  }

  get custom(): CustomFolder | undefined {
    return customOf(this.settings);
  }

  get removalPolicy(): RemovalPolicy {
    return removalPolicyOf(this.settings);
  }

  globalName(what: string): string {
    return `${this.settings.name}-${what}-${this.region}`;
  }
}
