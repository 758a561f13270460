import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Finding } from '../../analysis/finding';
import { STORIES_METRIC } from '../../deployment/handler-metrics';

/** Counts a story that began, by rule and severity, whether or not somebody was told. */
export function countStory(metrics: Metrics, { detection, severity }: Finding): void {
  const single = metrics.singleMetric();
  single.addDimension('detection', detection);
  single.addDimension('severity', severity);
  single.addMetric(STORIES_METRIC.name, MetricUnit.Count, 1);
}
