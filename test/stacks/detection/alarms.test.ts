import { MOST_DESCRIPTION } from '../../../deployment/alarm-text';
import { deployedNames } from '../../../deployment/deployed-names';
import { buildCatalogue } from '../../../detections/catalogue';
import { COMMON, type Context } from '../variants';
import { type Deployed, filledIn, ofType, resources, the } from './deployed';
import { ATTACHED, FULL } from './deployments';
import { missingSource, type NamedMetric } from './metric-source';

const catalogue = buildCatalogue({
  deployRoles: String(COMMON['deployRoles']).split(','),
  homeRegions: String(COMMON['homeRegions']).split(','),
});
const names = deployedNames();
const alarms = new Map(
  ofType('AWS::CloudWatch::Alarm').map((alarm) => [String(alarm.Properties['AlarmName']), alarm]),
);

const DEPLOYMENTS: readonly (readonly [string, Context])[] = [
  ['by itself', {}],
  ['with everything', FULL],
  ['attached', ATTACHED],
];

function topic(suffix: string, context: Context = {}): unknown {
  return { Ref: the('AWS::SNS::Topic', ({ TopicName }) => TopicName.endsWith(suffix), context).id };
}

function metricsOf({ Properties }: Deployed): readonly NamedMetric[] {
  const dimensionsOf = (list: readonly { Name: string; Value: unknown }[] = []) =>
    Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
  if (Properties['Metrics'] === undefined) {
    const { Namespace, MetricName, Dimensions, Statistic } = Properties;
    const dimensions = dimensionsOf(Dimensions);
    return [{ namespace: Namespace, name: MetricName, dimensions, statistic: Statistic }];
  }
  const all: readonly { MetricStat?: { Metric: Record<string, never>; Stat: string } }[] =
    Properties['Metrics'];
  return all.flatMap(({ MetricStat }) =>
    MetricStat === undefined
      ? []
      : [
          {
            namespace: String(MetricStat.Metric['Namespace']),
            name: String(MetricStat.Metric['MetricName']),
            dimensions: dimensionsOf(MetricStat.Metric['Dimensions']),
            statistic: MetricStat.Stat,
          },
        ],
  );
}

/** The health topic, as the stack with the workload's alarms knows it. */
const IMPORTED_HEALTH = 'ExportsOutputRefHealthTopic';
const isSame = (action: unknown, known: unknown) =>
  known === IMPORTED_HEALTH
    ? JSON.stringify(action).includes(IMPORTED_HEALTH)
    : JSON.stringify(action) === JSON.stringify(known);

test('each filter has an alarm on what it counts, judged as the replay judges it', () => {
  for (const { id, detector, alarm } of catalogue) {
    if (detector.kind !== 'filter' || alarm === undefined) continue;
    expect(alarms.get(names.alarm(id))?.Properties).toMatchObject({
      Namespace: names.metricNamespace,
      MetricName: id,
      Statistic: 'Sum',
      Period: alarm.periodMinutes * 60,
      Threshold: alarm.threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      TreatMissingData: alarm.treatMissingData,
      AlarmActions: [topic('-alarms')],
      OKActions: [topic('-alarms')],
    });
  }
});

test('silence is less than one record in a log group, and missing data is silence', () => {
  for (const id of ['trail-silent', 'flow-logs-silent']) {
    expect(alarms.get(names.alarm(id))?.Properties).toMatchObject({
      Namespace: 'AWS/Logs',
      MetricName: 'IncomingLogEvents',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  }
});

test('a composite alarm is red when all of its detections are', () => {
  const { AlarmRule, AlarmActions } = the('AWS::CloudWatch::CompositeAlarm', () => true).Properties;
  const children = ['ecs-large-task-defined', 'ecs-foreign-image-defined'].map(
    (id) => `ALARM("<${alarms.get(names.alarm(id))?.id}.Arn>")`,
  );
  expect(filledIn(AlarmRule)).toBe(`(${children.join(' AND ')})`);
  expect(AlarmActions).toEqual([topic('-alarms')]);
});

test('analyzers have no alarm: what they find is told by itself', () => {
  for (const { id, detector } of catalogue) {
    if (detector.kind === 'analyzer') expect(alarms.has(names.alarm(id))).toBe(false);
  }
});

describe.each(DEPLOYMENTS)('%s', (_, context) => {
  const all = resources(context).filter(({ Type }) => /^AWS::CloudWatch::(?:Composite)?Alarm$/.test(Type));

  test('every alarm tells a topic when it turns red, and when it is over', () => {
    const topics = [
      topic('-alarms', context),
      topic('-health', context),
      // Of the workload's alarms, whose stack imports it.
      IMPORTED_HEALTH,
    ];
    for (const { Properties } of all) {
      expect(topics.some((known) => isSame(Properties['AlarmActions'][0], known))).toBe(true);
      expect(Properties['OKActions']).toEqual(Properties['AlarmActions']);
      expect(Properties['ActionsEnabled']).not.toBe(false);
    }
  });

  test('every metric that an alarm watches is made by something', () => {
    const { metricNamespace } = deployedNames(String(context['name'] ?? 'harborwatch'));
    const problems = all
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
      .flatMap((alarm) => metricsOf(alarm).map((metric) => missingSource(metric, metricNamespace, context)));
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
    expect(problems.length).toBeGreaterThan(100);
  });

  test('every description fits, and says something', () => {
    for (const { Properties } of all) {
      const text = String(filledIn(Properties['AlarmDescription'], context));
      expect(text.length).toBeGreaterThan(40);
      expect(text.length).toBeLessThanOrEqual(MOST_DESCRIPTION);
    }
  });

  test('no two alarms have the same name', () => {
    const given = all.map(({ Properties }) => Properties['AlarmName']);
    expect(new Set(given).size).toBe(given.length);
  });

  test('the stack is far from the 500 resources that CloudFormation takes', () => {
    expect(resources(context).length).toBeLessThan(450);
  });
});

test('the description of an alarm leads to the steps of the runbook', () => {
  const { AlarmDescription } = the(
    'AWS::CloudWatch::Alarm',
    ({ AlarmName }) => AlarmName === names.alarm('trail-stopped'),
    FULL,
  ).Properties;
  expect(AlarmDescription).toMatch(/^\[critical\] /);
  expect(AlarmDescription).toMatch(/ Runbook: https:\/\/example\.com\/runbook#trail-stopped$/);
});

test('health alarms go to people past the handlers that they are about', () => {
  const health = [...alarms.values()].filter(({ Properties }) => Properties['Namespace'] === 'AWS/Lambda');
  expect(health.length).toBeGreaterThan(20);
  for (const { Properties } of health) expect(Properties['AlarmActions']).toEqual([topic('-health')]);
});

test('each function of the stack is watched for errors, throttles, time and lost events', () => {
  const functions = ofType('AWS::Lambda::Function', FULL).map(({ id }) => id);
  expect(functions).toHaveLength(6);
  const watched = ofType('AWS::CloudWatch::Alarm', FULL).flatMap(metricsOf);
  for (const Ref of functions) {
    const own = watched.filter(
      ({ dimensions }) => JSON.stringify(dimensions['FunctionName']) === JSON.stringify({ Ref }),
    );
    expect(own.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Errors',
        'Throttles',
        'Duration',
        'AsyncEventsDropped',
        'DestinationDeliveryFailures',
      ]),
    );
  }
});

test('the daily audit, which is made where the tables are, is watched like the others', () => {
  const audit = resources({}, 'audit').filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  expect(audit.map(({ Properties }) => Properties['MetricName'])).toEqual(
    expect.arrayContaining([
      'Errors',
      'Throttles',
      'Duration',
      'AsyncEventsDropped',
      'DestinationDeliveryFailures',
    ]),
  );
  for (const { Properties } of audit) {
    expect(Properties['AlarmActions']).toEqual([
      { 'Fn::ImportValue': expect.stringContaining('HealthTopic') },
    ]);
  }
});

test('the daily audit is missed after a day, and a new deployment is not red until its first morning', () => {
  const [alarm] = resources({}, 'audit').filter(
    ({ Properties }) => Properties['AlarmName'] === names.alarm('scheduled-audit-not-running'),
  );
  const { Period, EvaluationPeriods, InsufficientDataActions, AlarmActions, TreatMissingData } =
    alarm?.Properties ?? {};
  expect(TreatMissingData).toBe('missing');
  expect(InsufficientDataActions).toEqual(AlarmActions);
  const [DAY, HOUR, MOST] = [86_400, 3600, 604_800];
  expect(Period * EvaluationPeriods).toBeGreaterThan(DAY + HOUR);
  expect(Period).toBeGreaterThanOrEqual(HOUR);
  expect(Period * EvaluationPeriods).toBeLessThanOrEqual(MOST);
});

test('what runs by the clock is missed when it does not run', () => {
  for (const handler of ['alarm-context', 'ssh-campaign-analyzer', 'chain-check']) {
    expect(alarms.get(names.alarm(`${handler}-not-running`))?.Properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  }
});

test('a service without tasks is red although it makes no points, and one with too few needs Container Insights', () => {
  expect(alarms.get(names.alarm('service-httpd-login-down'))?.Properties).toMatchObject({
    Namespace: 'AWS/ECS',
    Statistic: 'SampleCount',
    TreatMissingData: 'breaching',
  });
  expect(alarms.get(names.alarm('service-httpd-login-below-desired'))?.Properties['TreatMissingData']).toBe(
    'missing',
  );
});

test('lines of the containers that do not reach S3 are missed', () => {
  expect(alarms.get(names.alarm('container-logs-late'))?.Properties).toMatchObject({
    MetricName: 'DeliveryToS3.DataFreshness',
    Statistic: 'Maximum',
    Threshold: 900,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
  const failed = alarms.get(names.alarm('container-logs-subscription-failed'))?.Properties;
  expect(failed?.['Dimensions']).toEqual(
    expect.arrayContaining([
      { Name: 'DestinationType', Value: 'Firehose' },
      { Name: 'FilterName', Value: 'harborwatch-container-logs' },
    ]),
  );
});

test('existing services and load balancers have the same alarms', () => {
  const existing = ofType('AWS::CloudWatch::Alarm', ATTACHED).map(
    ({ Properties }) => Properties['AlarmName'],
  );
  expect(existing).toEqual(
    expect.arrayContaining([
      'second-service-checkout-down',
      'second-service-catalogue-below-desired',
      'second-load-balancer-errors',
      'second-target-errors',
      'second-tasks-failing',
    ]),
  );
});
