import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { ask } from '../look-error';
import { clientSettings } from './client-settings';

export type { CompositeAlarm, MetricAlarm };

export interface Alarms {
  readonly metric: readonly MetricAlarm[];
  readonly composite: readonly CompositeAlarm[];
}

/** A metric's sums over periods of one length. */
export interface MetricQuestion {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
}

/** Periods without data have no point. `at` is the start of the period, epoch seconds. */
export interface MetricPoint {
  readonly at: number;
  readonly sum: number;
}

export interface Metrics {
  readonly alarms: (namePrefix: string) => Promise<Alarms>;
  /** The points of each question, oldest first; epoch seconds. */
  readonly sums: (
    questions: readonly MetricQuestion[],
    from: number,
    to: number,
  ) => Promise<readonly (readonly MetricPoint[])[]>;
}

/** Limits of DescribeAlarms and GetMetricData. */
const MOST_ALARMS = 100;
const MOST_QUESTIONS = 500;

export function metricsIn(region: string): Metrics {
  const client = new CloudWatchClient(clientSettings(region));

  async function sumsOf(questions: readonly MetricQuestion[], from: number, to: number) {
    const points = questions.map((): MetricPoint[] => []);
    let token: string | undefined;
    do {
      const answer = await ask('cloudwatch:GetMetricData', () =>
        client.send(
          new GetMetricDataCommand({
            StartTime: new Date(from * 1000),
            EndTime: new Date(to * 1000),
            ScanBy: 'TimestampAscending',
            MetricDataQueries: questions.map(({ namespace, name, dimensions, periodSeconds }, index) => ({
              Id: `q${index}`,
              MetricStat: {
                Metric: {
                  Namespace: namespace,
                  MetricName: name,
                  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
                },
                Period: periodSeconds,
                Stat: 'Sum',
              },
            })),
            ...(token !== undefined && { NextToken: token }),
          }),
        ),
      );
      for (const { Id, Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
        const own = points[Number(Id?.slice(1))];
        Timestamps.forEach((time, index) => {
          own?.push({ at: Math.floor(time.getTime() / 1000), sum: Values[index] ?? 0 });
        });
      }
      token = answer.NextToken;
    } while (token !== undefined);
    return points.map((own) => own.toSorted((a, b) => a.at - b.at));
  }

  return {
    async alarms(namePrefix) {
      const metric: MetricAlarm[] = [];
      const composite: CompositeAlarm[] = [];
      let token: string | undefined;
      do {
        const answer = await ask('cloudwatch:DescribeAlarms', () =>
          client.send(
            new DescribeAlarmsCommand({
              AlarmNamePrefix: namePrefix,
              AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
              MaxRecords: MOST_ALARMS,
              ...(token !== undefined && { NextToken: token }),
            }),
          ),
        );
        metric.push(...(answer.MetricAlarms ?? []));
        composite.push(...(answer.CompositeAlarms ?? []));
        token = answer.NextToken;
      } while (token !== undefined);
      return { metric, composite };
    },
    async sums(questions, from, to) {
      const points: (readonly MetricPoint[])[] = [];
      for (let start = 0; start < questions.length; start += MOST_QUESTIONS) {
        points.push(...(await sumsOf(questions.slice(start, start + MOST_QUESTIONS), from, to)));
      }
      return points;
    },
  };
}
