import {
  ANALYZER_METRICS,
  FINDINGS_METRIC,
  type HandlerMetric,
  STORIES_METRIC,
} from '../../deployment/handler-metrics';
import { FakeAws } from './fake-aws/fake-aws';
import { VARIABLES } from './harness/environment';
import { guesses } from './harness/flow-lines';
import { bundle, LambdaProcess } from './harness/lambda';
import { subscriptionEvent } from './harness/subscription';

/** A metric as CloudWatch reads it out of a log line (EMF). */
interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

function embeddedIn(output: string): readonly EmbeddedMetric[] {
  return output
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .flatMap((line) => {
      const entry = JSON.parse(line);
      return entry._aws.CloudWatchMetrics.flatMap(
        (directive: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }) =>
          directive.Dimensions.flatMap((names) =>
            directive.Metrics.map(({ Name }) => ({
              namespace: directive.Namespace,
              name: Name,
              dimensions: Object.fromEntries(names.map((name) => [name, entry[name]])),
              value: entry[Name],
            })),
          ),
      );
    });
}

/** Written where there is something to count: a zero in every hour is paid for and says nothing. */
const RARE: readonly string[] = [ANALYZER_METRICS.unreadable.name, ANALYZER_METRICS.skipdata.name];
const AT = Math.floor(Date.now() / 60_000) * 60 - 600;
const LOST = `7 111122223333 eni-0a1b2c3d4e5f67890 - - - - - - - ${AT} ${AT + 60} - SKIPDATA - - - - - - - -`;
let aws: FakeAws;
let metrics: readonly EmbeddedMetric[];
/** Of a batch with a line that cannot be read, and with records that AWS lost. */
let ofLoss: readonly EmbeddedMetric[];
beforeAll(async () => {
  aws = new FakeAws();
  const lambda = new LambdaProcess(bundle('flow-log-analyzer'), await aws.start(), {
    ...VARIABLES,
    METRIC_NAMESPACE: 'shop-watch',
  });
  await lambda.invoke(subscriptionEvent(guesses(12, AT)));
  await lambda.invoke(subscriptionEvent(guesses(12, AT)));
  metrics = embeddedIn(lambda.output);
  const before = lambda.output.length;
  const [first = '', second = ''] = guesses(1, AT);
  await lambda.invoke(subscriptionEvent([`${first} surplus`, second, LOST]));
  ofLoss = embeddedIn(lambda.output.slice(before));
  await lambda.stop();
});
afterAll(() => aws.stop());

test('every metric is in the namespace of the deployment', () => {
  expect(new Set(metrics.map(({ namespace }) => namespace))).toEqual(new Set(['shop-watch']));
});

test.each(Object.values(ANALYZER_METRICS) as HandlerMetric[])(
  'the analyzer writes $name with the dimensions that dashboards ask for',
  ({ name, dimensions }) => {
    const dimensionsIn = (batches: readonly EmbeddedMetric[]) =>
      batches.filter((metric) => metric.name === name).map((metric) => metric.dimensions);
    expect(dimensionsIn(metrics)).toEqual(RARE.includes(name) ? [] : [dimensions, dimensions]);
    expect(dimensionsIn(ofLoss)).toEqual([dimensions]);
  },
);

test.each([FINDINGS_METRIC, STORIES_METRIC])(
  '$name has the dimensions that dashboards search by',
  ({ name, dimensionNames }) => {
    const [first] = metrics.filter((metric) => metric.name === name);
    expect(Object.keys(first?.dimensions ?? {}).sort()).toEqual([...dimensionNames].sort());
    expect(first?.dimensions).toMatchObject({ service: 'flow-log-analyzer', severity: expect.any(String) });
  },
);

test('a story that comes in two batches is a finding twice and started once', () => {
  const of = (name: string) => metrics.filter((metric) => metric.name === name).length;
  expect(of(FINDINGS_METRIC.name)).toBe(2 * of(STORIES_METRIC.name));
});
