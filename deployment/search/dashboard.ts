import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { SEARCH_SOURCES, type SearchSource, searchPattern } from './search-names';

/** One picture of the dashboard: what is counted, by what. */
export interface SearchPanel {
  readonly id: string;
  readonly title: string;
  readonly source: SearchSource;
  /** In Lucene's syntax, which the dashboard and `query_string` both take. */
  readonly query: string;
  /** The field whose most frequent values are counted; without it, records over time. */
  readonly by?: string;
}

/** Values of a field that a panel shows. */
const MOST_VALUES = 15;

export const SEARCH_PANELS: readonly SearchPanel[] = [
  { id: 'calls-over-time', title: 'API calls over time', source: 'api-calls', query: '*' },
  {
    id: 'calls-refused',
    title: 'Who is refused',
    source: 'api-calls',
    query: 'errorcode:(AccessDenied OR AccessDeniedException OR *UnauthorizedOperation)',
    by: 'actor',
  },
  {
    id: 'calls-that-write',
    title: 'Calls that change something',
    source: 'api-calls',
    query: 'readonly:false AND NOT errorcode:*',
    by: 'eventname',
  },
  {
    id: 'calls-on-ecs',
    title: 'ECS: who changes what',
    source: 'api-calls',
    query: 'eventsource:"ecs.amazonaws.com" AND readonly:false',
    by: 'actor',
  },
  {
    id: 'flows-rejected',
    title: 'Rejected: whose packets',
    source: 'flows',
    query: 'action:REJECT',
    by: 'srcaddr',
  },
  {
    id: 'flows-to-ssh',
    title: 'Accepted on port 22: from where',
    source: 'flows',
    query: 'action:ACCEPT AND dstport:22',
    by: 'srcaddr',
  },
  {
    id: 'requests-failed',
    title: 'Requests that failed',
    source: 'container-lines',
    query: 'process:nginx AND status:>=400',
    by: 'source_ip',
  },
  {
    id: 'refused-by-the-list',
    title: 'Refused by the allow list',
    source: 'container-lines',
    query: 'process:"allow-list"',
    by: 'file',
  },
];

const AGGREGATION = 'panel';

/** What the engine is asked for a panel. Its answer has a bucket for each value, or for each hour. */
export function panelSearch({ query, by }: SearchPanel): JsonObject {
  return {
    size: 0,
    track_total_hits: true,
    query: { query_string: { query, analyze_wildcard: true } },
    aggs: {
      [AGGREGATION]:
        by === undefined
          ? { date_histogram: { field: '@timestamp', fixed_interval: '1h' } }
          : { terms: { field: by, size: MOST_VALUES } },
    },
  };
}

/** The saved objects of OpenSearch Dashboards: index patterns, a picture for each panel, and the dashboard. */
export function dashboardObjects(deployment: string): readonly JsonObject[] {
  const patterns = SEARCH_SOURCES.map((source) => ({
    type: 'index-pattern',
    id: `${deployment}-${source}`,
    attributes: { title: searchPattern(deployment, source), timeFieldName: '@timestamp' },
    references: [],
  }));
  const pictures = SEARCH_PANELS.map((panel) => picture(deployment, panel));
  const grid = SEARCH_PANELS.map(({ id }, index) => ({
    panelIndex: id,
    gridData: { i: id, x: (index % 2) * 24, y: Math.floor(index / 2) * 12, w: 24, h: 12 },
    embeddableConfig: {},
    panelRefName: `panel_${index}`,
  }));
  return [
    ...patterns,
    ...pictures,
    {
      type: 'dashboard',
      id: deployment,
      attributes: {
        title: `Harborwatch: ${deployment}`,
        description:
          'The last days of API calls, flows and container lines; what is older is asked in Athena.',
        panelsJSON: JSON.stringify(grid),
        optionsJSON: JSON.stringify({ useMargins: true }),
        timeRestore: true,
        timeFrom: 'now-24h',
        timeTo: 'now',
        kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify({ query: lucene('') }) },
      },
      references: SEARCH_PANELS.map(({ id }, index) => ({
        name: `panel_${index}`,
        type: 'visualization',
        id: `${deployment}-${id}`,
      })),
    },
  ];
}

const lucene = (query: string) => ({ query, language: 'lucene' });

function picture(deployment: string, { id, title, source, query, by }: SearchPanel): JsonObject {
  const count = { id: '1', enabled: true, type: 'count', schema: 'metric', params: {} };
  const grouped =
    by === undefined
      ? { type: 'date_histogram', schema: 'segment', params: { field: '@timestamp', interval: 'auto' } }
      : {
          type: 'terms',
          schema: 'bucket',
          params: { field: by, size: MOST_VALUES, order: 'desc', orderBy: '1' },
        };
  return {
    type: 'visualization',
    id: `${deployment}-${id}`,
    attributes: {
      title,
      visState: JSON.stringify({
        title,
        type: by === undefined ? 'histogram' : 'table',
        aggs: [count, { id: '2', enabled: true, ...grouped }],
        params: by === undefined ? {} : { perPage: MOST_VALUES },
      }),
      uiStateJSON: '{}',
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query: lucene(query),
          filter: [],
          indexRefName: 'kibanaSavedObjectMeta.searchSourceJSON.index',
        }),
      },
    },
    references: [
      {
        name: 'kibanaSavedObjectMeta.searchSourceJSON.index',
        type: 'index-pattern',
        id: `${deployment}-${source}`,
      },
    ],
  };
}
