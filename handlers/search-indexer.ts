import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { SEARCH_METRICS } from '../deployment/handler-metrics';
import { unpackSubscriptionEvent } from '../records/envelopes/subscription-payload';
import { compileFlowLogFormat } from '../records/flow-logs/flow-log-format';
import { deploymentName, metricNamespace, optional, required } from './environment';
import { searchDomain } from './search/search-domain';
import { documentsOf, type IndexedPlaces } from './search-indexer/documents';
import { indexDocuments } from './search-indexer/index-documents';

const ask = searchDomain(process.env);
const logger = new Logger({ serviceName: 'search-indexer' });
const metrics = new Metrics({ namespace: metricNamespace(process.env), serviceName: 'search-indexer' });
const sources = new Map([
  [optional(process.env, 'trailLogGroup'), 'api-calls'],
  [optional(process.env, 'flowLogGroup'), 'flows'],
  [optional(process.env, 'containerLogGroup'), 'container-lines'],
] as const);
const places: IndexedPlaces = {
  deployment: deploymentName(process.env),
  sourceOf: (logGroup) => sources.get(logGroup),
  flowFormat: compileFlowLogFormat(required(process.env, 'flowLogFormat')),
};

/** Longer than a request may take: nothing is begun that the function has no time for. */
const RESERVE_MILLISECONDS = 25_000;

/** Indexes a batch of a log group; what fails comes again and ends in the failure destination. */
export async function handler(event: unknown, context: Context): Promise<void> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS;
  const payload = unpackSubscriptionEvent(event);
  if (payload.messageType === 'CONTROL_MESSAGE') return;
  const { documents, unreadable } = documentsOf(payload, places);
  const refused = await indexDocuments(ask, documents, deadline);
  const left = [...unreadable, ...refused];
  metrics.addMetric(SEARCH_METRICS.indexed.name, MetricUnit.Count, documents.length - refused.length);
  metrics.addMetric(SEARCH_METRICS.notIndexed.name, MetricUnit.Count, left.length);
  metrics.publishStoredMetrics();
  logger.info('batch indexed', {
    logGroup: payload.logGroup,
    indexed: documents.length - refused.length,
    unreadable: unreadable.length,
    refused: refused.length,
    firstReason: left[0],
  });
}
