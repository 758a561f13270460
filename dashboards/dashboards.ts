import { Dashboard, PeriodOverride, TextWidget, TextWidgetBackground } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { apiActivity } from './api-activity';
import { cost } from './cost';
import type { DashboardPage } from './dashboard-page';
import type { DashboardSources } from './dashboard-sources';
import { COLUMNS } from './grid';
import { overview } from './overview';
import { ssh } from './ssh';
import { workload } from './workload';

/** The dashboards, in the order in which the head of each links them. */
export const DASHBOARDS: readonly DashboardPage[] = [overview, ssh, apiActivity, workload, cost];

/** Rows of two pages, one after the other. */
const joined = (first: DashboardPage, second: DashboardPage): DashboardPage => ({
  // With id and title of the first: a dashboard of another title would be another resource with a name that is taken.
  ...first,
  rows: (sources, scope) => [...first.rows(sources, scope), ...second.rows(sources, scope)],
});

/** The same in three, which CloudWatch does not charge for. */
const COMPACT: readonly DashboardPage[] = [joined(overview, cost), joined(ssh, apiActivity), workload];

const pagesFor = ({ isCompact }: DashboardSources) => (isCompact ? COMPACT : DASHBOARDS);

/** With the region: a dashboard's name is the whole account's. */
export function dashboardName(
  { deployment, region }: Pick<DashboardSources, 'deployment' | 'region'>,
  { id }: DashboardPage,
): string {
  return `${deployment}-${id}-${region}`;
}

/** Makes all of them in a stack. */
export function buildDashboards(scope: Construct, sources: DashboardSources): readonly Dashboard[] {
  return pagesFor(sources).map((page) => {
    const dashboard = new Dashboard(scope, page.title, {
      dashboardName: dashboardName(sources, page),
      // A graph over a week would otherwise add five minutes up to hours, and alarms are judged on five minutes.
      periodOverride: PeriodOverride.INHERIT,
      start: '-PT12H',
    });
    dashboard.addWidgets(links(page, sources));
    for (const row of page.rows(sources, scope)) dashboard.addWidgets(...row);
    return dashboard;
  });
}

function links(page: DashboardPage, sources: DashboardSources) {
  const { runbookUrl } = sources;
  const others = pagesFor(sources).map((other) =>
    other === page
      ? `**${other.title}**`
      : `[${other.title}](#dashboards/dashboard/${dashboardName(sources, other)})`,
  );
  const runbook = runbookUrl === undefined ? [] : [`[Runbook](${runbookUrl})`];
  return new TextWidget({
    markdown: [`# ${page.title}`, [...others, ...runbook].join(' | ')].join('\n'),
    width: COLUMNS,
    height: 2,
    background: TextWidgetBackground.TRANSPARENT,
  });
}
