import { Template } from 'aws-cdk-lib/assertions';
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION } from '../../detections/examples/example-event';
import { buildApp } from '../../stacks/build-app';
import { readSettings } from '../../stacks/config';
import { plainApp } from '../../stacks/plain-app';

/** A widget as CloudWatch gets it. */
export interface WidgetDefinition {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DashboardDefinition {
  readonly name: string;
  readonly widgets: readonly WidgetDefinition[];
}

/** The dashboards of a demonstration, as its template has them. */
export function dashboardDefinitions(): readonly DashboardDefinition[] {
  const settings = readSettings({ notificationEmails: 'you@example.com', stage: 'hardened' });
  const { dashboard } = buildApp(plainApp(), settings);
  if (dashboard === undefined)
    throw new Error('this deployment has no dashboards; take away the setting that leaves them out');
  const made = Template.fromStack(dashboard).findResources('AWS::CloudWatch::Dashboard');
  return Object.values(made).map(({ Properties }) => {
    const { widgets } = JSON.parse(plain(Properties['DashboardBody'])) as Pick<
      DashboardDefinition,
      'widgets'
    >;
    return { name: plain(Properties['DashboardName']), widgets };
  });
}

/** What CloudFormation fills in, by its last name. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, Ref: ref, ...other } = value as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(plain).join(String(join[0]));
  if (ref === 'AWS::Region') return EXAMPLE_REGION;
  if (ref === 'AWS::AccountId') return EXAMPLE_ACCOUNT;
  if (ref === 'AWS::Partition') return 'aws';
  return String(ref ?? JSON.stringify(other).replace(/\W+/g, '-'));
}
