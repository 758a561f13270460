import { CHARACTERS_PER_COLUMN, COLUMNS, LEAST_COLUMNS } from '../../dashboards/grid';
import {
  ANALYZER_METRICS,
  CHAIN_METRIC,
  FINDINGS_METRIC,
  type HandlerMetric,
  STORIES_METRIC,
  TRAIL_METRICS,
} from '../../deployment/handler-metrics';
import { buildCatalogue } from '../../detections/catalogue';
import { placeDetections } from '../../detections/placement';
import { synth } from '../stacks/synth';
import { type Context, VARIANTS } from '../stacks/variants';
import { bodyOf, type DrawnMetric, expressionsOf, metricsOf, type Widget, widgetsOf } from './widgets';

/** Deployments that differ in what there is to show. */
const SHOWN: Readonly<Record<string, Context>> = {
  'the workshop': { mode: 'demo', stage: 'open' },
  'a hardened service behind a load balancer': { mode: 'demo', stage: 'hardened' },
  'an attached fleet with a trail of its own': VARIANTS['demo attached existing-trail'] ?? {},
  'an attached fleet': VARIANTS['production attached own-trail'] ?? {},
  'a fleet whose families share alarms': { mode: 'demo', stage: 'hardened', alarms: 'family' },
};

/**
 * AWS's own metrics with the statistic that says something, and what each dimension has to be: a resource of the
 * same deployment, a setting, or a fixed word.
 */
const OF_AWS: Readonly<
  Record<string, { readonly statistic: string; readonly dimensions: readonly string[] }>
> = {
  'AWS/Logs IncomingLogEvents': { statistic: 'Sum', dimensions: ['LogGroupName'] },
  'AWS/Logs IncomingBytes': { statistic: 'Sum', dimensions: ['LogGroupName'] },
  'AWS/SQS ApproximateNumberOfMessagesVisible': { statistic: 'Maximum', dimensions: ['QueueName'] },
  'AWS/Lambda Errors': { statistic: 'Sum', dimensions: ['FunctionName'] },
  'AWS/Lambda Throttles': { statistic: 'Sum', dimensions: ['FunctionName'] },
  'AWS/Lambda Invocations': { statistic: 'Sum', dimensions: ['FunctionName'] },
  'AWS/Lambda Duration': { statistic: 'Sum', dimensions: ['FunctionName'] },
  'AWS/Athena ProcessedBytes': { statistic: 'Sum', dimensions: ['QueryState', 'QueryType', 'WorkGroup'] },
  'AWS/ECS CPUUtilization': { statistic: 'Average', dimensions: ['ClusterName', 'ServiceName'] },
  'AWS/ECS MemoryUtilization': { statistic: 'Average', dimensions: ['ClusterName', 'ServiceName'] },
  'ECS/ContainerInsights DesiredTaskCount': {
    statistic: 'Maximum',
    dimensions: ['ClusterName', 'ServiceName'],
  },
  'ECS/ContainerInsights RunningTaskCount': {
    statistic: 'Minimum',
    dimensions: ['ClusterName', 'ServiceName'],
  },
  'AWS/ApplicationELB RequestCount': { statistic: 'Sum', dimensions: ['LoadBalancer'] },
  'AWS/ApplicationELB HTTPCode_ELB_5XX_Count': { statistic: 'Sum', dimensions: ['LoadBalancer'] },
  'AWS/ApplicationELB HTTPCode_Target_5XX_Count': { statistic: 'Sum', dimensions: ['LoadBalancer'] },
  'AWS/ApplicationELB HTTPCode_Target_4XX_Count': { statistic: 'Sum', dimensions: ['LoadBalancer'] },
  'AWS/ApplicationELB TargetResponseTime': { statistic: 'p95', dimensions: ['LoadBalancer'] },
  'AWS/ApplicationELB HealthyHostCount': {
    statistic: 'Minimum',
    dimensions: ['LoadBalancer', 'TargetGroup'],
  },
  'AWS/ApplicationELB UnHealthyHostCount': {
    statistic: 'Maximum',
    dimensions: ['LoadBalancer', 'TargetGroup'],
  },
};

/** What the value of a dimension is made of, where a resource of the same deployment has it. */
const MADE_OF: Readonly<Record<string, RegExp>> = {
  LogGroupName: /^<AWS::Logs::LogGroup Ref>$/,
  QueueName: /^<AWS::SQS::Queue QueueName>$/,
  FunctionName: /^<AWS::Lambda::Function Ref>$/,
  ClusterName: /^<AWS::ECS::Cluster Ref>$/,
  ServiceName: /^<AWS::ECS::Service Name>$/,
  LoadBalancer: /^<AWS::ElasticLoadBalancingV2::LoadBalancer LoadBalancerFullName>$/,
  TargetGroup: /^<AWS::ElasticLoadBalancingV2::TargetGroup TargetGroupFullName>$/,
};
const WORDS: Readonly<Record<string, string>> = { QueryState: 'SUCCEEDED', QueryType: 'DML' };

describe.each(Object.entries(SHOWN))('the dashboards of %s', (_name, context) => {
  const widgets = () => widgetsOf(context);
  const template = (stack: 'detection' | 'workloadAlarms' | 'audit' | 'dashboard' | 'workload' | 'archive') =>
    synth(context).template(stack).toJSON()['Resources'] as Record<
      string,
      { Type: string; Properties: Record<string, unknown> }
    >;
  const properties = (stack: Parameters<typeof template>[0], type: string) =>
    Object.values(template(stack))
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties);

  test('there are five, or the three that cost nothing', () => {
    const expected = context['alarms'] === 'family' ? 3 : 5;
    expect(new Set(widgets().map(({ dashboard }) => dashboard)).size).toBe(expected);
  });

  test('every metric of ours is made by a filter or a handler, with the statistic that it is judged by', () => {
    const filters = new Set(
      properties('detection', 'AWS::Logs::MetricFilter').map(
        (filter) => (filter['MetricTransformations'] as [{ MetricName: string }])[0].MetricName,
      ),
    );
    const made = [...Object.values(ANALYZER_METRICS), ...Object.values(TRAIL_METRICS), CHAIN_METRIC];
    const handlers = made as readonly HandlerMetric[];
    const isMade = ({ name, dimensions }: DrawnMetric) =>
      Object.keys(dimensions).length === 0
        ? filters.has(name)
        : handlers.some(
            (known) => known.name === name && JSON.stringify(known.dimensions) === JSON.stringify(dimensions),
          );
    const ours = widgets()
      .flatMap(metricsOf)
      .filter(({ namespace }) => namespace === 'harborwatch');
    expect(ours.length).toBeGreaterThan(context['alarms'] === 'family' ? 20 : 50);
    expect(ours.filter((metric) => !isMade(metric))).toEqual([]);
    expect([...new Set(ours.map(({ statistic }) => statistic))].sort()).toEqual(['Maximum', 'Sum']);
  });

  test('every filter is drawn, with the period of its alarms', () => {
    const drawn = new Map(
      widgets()
        .flatMap(metricsOf)
        .map(({ name, period }) => [name, period]),
    );
    const filters = properties('detection', 'AWS::Logs::MetricFilter').map(
      (filter) => (filter['MetricTransformations'] as [{ MetricName: string }])[0].MetricName,
    );
    expect([...new Set(filters.map((name) => drawn.get(name) ?? 300))]).toEqual([300]);
    expect(filters.filter((name) => !drawn.has(name))).toEqual(['chain-canary']);
  });

  test('every chain, count and first time has its row', () => {
    const rows = widgets()
      .flatMap(({ type, properties: { markdown } }) => (type === 'text' ? String(markdown).split('\n') : []))
      .map((line) => line.split(' | ')[1] ?? '');
    const shown = new Set(rows.map((cell) => /^\[?([a-z\d-]+)/.exec(cell)?.[1]));
    const { trailRules } = placeDetections(buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }));
    const several = trailRules.filter(({ rule }) => rule.kind !== 'predicate' && rule.kind !== 'pattern');
    expect(several.length).toBeGreaterThan(25);
    expect(several.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  test("every other metric is AWS's own, of a resource of the same deployment or of a setting", () => {
    const settings = Object.values({ ...context }).flatMap((setting) => String(setting).split(','));
    const problems = widgets()
      .flatMap(metricsOf)
      .filter(({ namespace }) => namespace !== 'harborwatch')
      .flatMap(({ namespace, name, dimensions, statistic }) => {
        const known = OF_AWS[`${namespace} ${name}`];
        if (known === undefined || known.statistic !== statistic)
          return [`${namespace} ${name} ${statistic}`];
        const given = Object.keys(dimensions).sort();
        if (JSON.stringify(given) !== JSON.stringify(known.dimensions)) return [`${name} ${given.join()}`];
        return Object.entries(dimensions)
          .filter(([key, value]) => !isOfThisDeployment(key, value, settings))
          .map(([key, value]) => `${namespace} ${name} ${key}=${value}`);
      });
    expect(problems).toEqual([]);
  });

  const isOfThisDeployment = (key: string, value: string, settings: readonly string[]) =>
    MADE_OF[key]?.test(value) === true ||
    settings.includes(value) ||
    WORDS[key] === value ||
    (key === 'WorkGroup' &&
      properties('audit', 'AWS::Athena::WorkGroup').some(({ Name }) => Name === value)) ||
    (key === 'FunctionName' &&
      (['detection', 'audit'] as const).some((stack) =>
        properties(stack, 'AWS::Lambda::Function').some(({ FunctionName }) => FunctionName === value),
      )) ||
    (key === 'ClusterName' &&
      synth(context).stacks.includes('workload') &&
      properties('workload', 'AWS::ECS::Cluster').some(({ ClusterName }) => ClusterName === value)) ||
    (key === 'ServiceName' &&
      synth(context).stacks.includes('workload') &&
      properties('workload', 'AWS::ECS::Service').some(({ ServiceName }) => ServiceName === value));

  test('every search asks for a metric of a handler, by the dimensions that it has', () => {
    const searches = widgets()
      .flatMap(expressionsOf)
      .filter((expression) => expression.startsWith('SEARCH('));
    expect(searches.length).toBeGreaterThanOrEqual(5);
    for (const expression of searches) {
      const [, schema = '', name = ''] = /^SEARCH\('\{([^}]*)\} MetricName="(\w+)"/.exec(expression) ?? [];
      const known = [FINDINGS_METRIC, STORIES_METRIC].find((metric) => metric.name === name);
      const parts = schema.split(',').map((part) => part.replaceAll('"', ''));
      expect(parts).toEqual(['harborwatch', ...(known?.dimensionNames ?? ['unknown'])]);
    }
  });

  test('every alarm that is shown is deployed, and every one that is deployed is shown', () => {
    const shown = widgets()
      .filter(({ type }) => type === 'alarm')
      .flatMap(({ properties: { alarms } }) => alarms as string[])
      .map((arn) => arn.split(':alarm:')[1]);
    const deployed = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
      (['detection', 'workloadAlarms'] as const).flatMap((stack) =>
        properties(stack, type).map(({ AlarmName }) => AlarmName),
      ),
    );
    expect(shown.filter((name) => !deployed.includes(name))).toEqual([]);
    expect(deployed.filter((name) => !shown.includes(String(name)))).toEqual([]);
  });

  test('every log group that is read is one of this deployment, or named by a setting', () => {
    const settings = Object.values({ ...context }).map(String);
    const read = widgets()
      .filter(({ type }) => type === 'log')
      .map(({ properties: { query } }) => /SOURCE '([^']+)'/.exec(String(query))?.[1] ?? 'none');
    expect(read.length).toBeGreaterThanOrEqual(5);
    const made = synth(context).stacks.includes('workload')
      ? properties('workload', 'AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName)
      : [];
    const isKnown = (name: string) =>
      MADE_OF['LogGroupName']?.test(name) === true || settings.includes(name) || made.includes(name);
    expect(read.filter((name) => !isKnown(name))).toEqual([]);
    expect(widgets().filter(({ x, width }) => x + width > COLUMNS)).toEqual([]);
  });

  test('at 1280 pixels nothing is too narrow to read, and every title fits its widget', () => {
    const tooNarrow = ({ width, type }: Widget) => type !== 'text' && width < LEAST_COLUMNS;
    const tooLong = ({ width, properties: { title = '' } }: Widget) =>
      String(title).length > width * CHARACTERS_PER_COLUMN;
    expect(widgets().filter((widget) => tooNarrow(widget) || tooLong(widget))).toEqual([]);
    expect(widgets().filter(({ x, width }) => x + width > COLUMNS)).toEqual([]);
  });

  test('no two widgets of a dashboard cover each other', () => {
    const all = widgets();
    const cover = (one: Widget, other: Widget) =>
      one !== other &&
      one.dashboard === other.dashboard &&
      one.x < other.x + other.width &&
      other.x < one.x + one.width &&
      one.y < other.y + other.height &&
      other.y < one.y + one.height;
    expect(all.filter((one) => all.some((other) => cover(one, other)))).toEqual([]);
  });

  test("the dashboards stay under CloudWatch's limits on widgets, metrics and bytes", () => {
    for (const dashboard of new Set(widgets().map(({ dashboard: name }) => name))) {
      const own = widgets().filter((widget) => widget.dashboard === dashboard);
      expect(own.length).toBeLessThanOrEqual(500);
      expect(own.flatMap(metricsOf).length).toBeLessThanOrEqual(2_500);
      for (const widget of own) expect(metricsOf(widget).length).toBeLessThanOrEqual(500);
    }
    for (const { DashboardBody } of properties('dashboard', 'AWS::CloudWatch::Dashboard')) {
      expect(bodyOf(DashboardBody, context).length).toBeLessThan(1_000_000);
    }
  });
});
