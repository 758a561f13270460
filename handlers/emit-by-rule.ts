import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Finding } from '../analysis/finding';

/** Per function, what writes a metric by itself: it forgets what it has written, and a new one reads all settings again. */
const SINGLE = new WeakMap<Metrics, Metrics>();

/** Writes a count of a rule and severity, in a log line of its own (EMF). */
export function emitByRule(
  metrics: Metrics,
  name: string,
  { detection, severity }: Pick<Finding, 'detection' | 'severity'>,
  count: number,
): void {
  const single = SINGLE.get(metrics) ?? metrics.singleMetric();
  SINGLE.set(metrics, single);
  single.addDimension('detection', detection);
  single.addDimension('severity', severity);
  single.addMetric(name, MetricUnit.Count, count);
}
