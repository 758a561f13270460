import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SEARCH_METRICS } from '../deployment/handler-metrics';
import { compileFlowLogFormat } from '../records/flow-log-format';
import { unpackSubscriptionEvent } from '../records/subscription-payload';
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

/** Indexes a batch of a log group; what fails comes again and ends in the failure destination. */
export async function handler(event: unknown): Promise<void> {
  const payload = unpackSubscriptionEvent(event);
  if (payload.messageType === 'CONTROL_MESSAGE') return;
  const { documents, unreadable } = documentsOf(payload, places);
  const refused = await indexDocuments(ask, documents);
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
