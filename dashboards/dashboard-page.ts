import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DashboardSources } from './dashboard-sources';

/** One dashboard: rows of widgets over the catalogue and the names of what is deployed. */
export interface DashboardPage {
  /** After the deployment's name: `harborwatch-ssh`. */
  readonly id: string;
  readonly title: string;
  readonly rows: (sources: DashboardSources, scope: Construct) => readonly (readonly IWidget[])[];
}
