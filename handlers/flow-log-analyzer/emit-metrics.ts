import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { ANALYZER_METRICS, FINDINGS_METRIC, type HandlerMetric } from '../../deployment/handler-metrics';
import type { AnalyzedBatch } from './analyze-batch';

/** Counts as metrics in the log line itself (EMF): no call that could fail or be throttled. */
export function emitMetrics(metrics: Metrics, { counts, activity, findings }: AnalyzedBatch): void {
  const add = ({ name }: HandlerMetric, value: number) => metrics.addMetric(name, MetricUnit.Count, value);
  add(ANALYZER_METRICS.attempts, activity.attempts);
  add(ANALYZER_METRICS.rejected, activity.rejected);
  add(ANALYZER_METRICS.answered, activity.answered);
  add(ANALYZER_METRICS.sources, activity.sources);
  add(ANALYZER_METRICS.records, counts.analyzed);
  // Rare: zeros in every hour would be paid for and say nothing.
  if (counts.unreadable.length > 0) add(ANALYZER_METRICS.unreadable, counts.unreadable.length);
  if (counts.skipdata > 0) add(ANALYZER_METRICS.skipdata, counts.skipdata);
  metrics.publishStoredMetrics();
  const byRule = new Map<string, number>();
  for (const { detection, severity } of findings) {
    const key = `${detection} ${severity}`;
    byRule.set(key, (byRule.get(key) ?? 0) + 1);
  }
  for (const [key, count] of byRule) {
    const [detection = '', severity = ''] = key.split(' ');
    const single = metrics.singleMetric();
    single.addDimension('detection', detection);
    single.addDimension('severity', severity);
    single.addMetric(FINDINGS_METRIC.name, MetricUnit.Count, count);
  }
}
