import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Finding } from '../../analysis/finding';
import { STORIES_METRIC } from '../../deployment/handler-metrics';
import { emitByRule } from '../emit-by-rule';

/** Counts a story that began, by rule and severity, whether or not somebody was told. */
export function countStory(metrics: Metrics, finding: Finding): void {
  emitByRule(metrics, STORIES_METRIC.name, finding, 1);
}
