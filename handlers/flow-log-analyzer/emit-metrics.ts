import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { groupBy } from '../../analysis/group-by';
import { ANALYZER_METRICS, FINDINGS_METRIC, type HandlerMetric } from '../../deployment/handler-metrics';
import { emitByRule } from '../emit-by-rule';
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
  for (const of of groupBy(findings, ({ detection, severity }) => `${detection} ${severity}`).values()) {
    const [first] = of;
    if (first !== undefined) emitByRule(metrics, FINDINGS_METRIC.name, first, of.length);
  }
}
