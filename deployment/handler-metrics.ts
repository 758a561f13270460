/** A metric that a handler writes into its log (EMF), in the namespace of the deployment. */
export interface HandlerMetric {
  readonly name: string;
  /** By name; the values that are not fixed are left out. */
  readonly dimensions: Readonly<Record<string, string>>;
}

const analyzer = (name: string): HandlerMetric => ({ name, dimensions: { service: 'flow-log-analyzer' } });

/** What dashboards and alarms watch of the flow-log analyzer; the handler takes the names from here, too. */
export const ANALYZER_METRICS = {
  attempts: analyzer('SshAttempts'),
  rejected: analyzer('SshRejected'),
  answered: analyzer('SshAnswered'),
  sources: analyzer('SshSources'),
  records: analyzer('FlowRecords'),
  unreadable: analyzer('UnreadableRecords'),
  skipdata: analyzer('SkippedRecords'),
} as const;

const trail = (name: string): HandlerMetric => ({ name, dimensions: { service: 'trail-analyzer' } });

/** What dashboards and alarms watch of the trail analyzer. */
export const TRAIL_METRICS = {
  records: trail('TrailRecords'),
  unreadable: trail('UnreadableRecords'),
} as const;

const search = (name: string): HandlerMetric => ({ name, dimensions: { service: 'search-indexer' } });

/** What became of the records that were to be indexed. */
export const SEARCH_METRICS = {
  indexed: search('IndexedRecords'),
  notIndexed: search('RecordsNotIndexed'),
} as const;

/** A metric by dimensions whose values come with each record. */
export interface CountedMetric {
  readonly name: string;
  readonly dimensionNames: readonly string[];
}

/** What a rule found in a batch: a scanner that goes on counts in every batch. */
export const FINDINGS_METRIC: CountedMetric = {
  name: 'Findings',
  dimensionNames: ['detection', 'service', 'severity'],
};

/** Stories that began: a scanner that goes on for hours counts once. */
export const STORIES_METRIC: CountedMetric = { ...FINDINGS_METRIC, name: 'StoriesStarted' };

/** The number of broken links, for an alarm that does not go through the chain it is about. */
export const CHAIN_METRIC: HandlerMetric = { name: 'ChainProblems', dimensions: { service: 'chain-check' } };
