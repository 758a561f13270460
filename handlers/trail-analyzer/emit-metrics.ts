import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Finding } from '../../analysis/finding';
import { FINDINGS_METRIC, TRAIL_METRICS } from '../../deployment/handler-metrics';
import { emitByRule } from '../emit-by-rule';

/** Counts as metrics in the log line itself (EMF): no call that could fail or be throttled. */
export function emitTrailMetrics(
  metrics: Metrics,
  { analyzed, unreadable }: { readonly analyzed: number; readonly unreadable: number },
  findings: readonly Finding[],
): void {
  metrics.addMetric(TRAIL_METRICS.records.name, MetricUnit.Count, analyzed);
  // Rare: zeros in every hour would be paid for and say nothing.
  if (unreadable > 0) metrics.addMetric(TRAIL_METRICS.unreadable.name, MetricUnit.Count, unreadable);
  metrics.publishStoredMetrics();
  for (const finding of findings) emitByRule(metrics, FINDINGS_METRIC.name, finding, 1);
}
