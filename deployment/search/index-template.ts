import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { cloudtrailLogs } from '../../records/tables/cloudtrail-logs';
import type { Column } from '../../records/tables/column-type';
import { containerLogs } from '../../records/tables/container-logs';
import { vpcFlowLogs } from '../../records/tables/vpc-flow-logs';
import { type SearchSource, searchPattern } from './search-names';

/** Longer texts are kept and shown, and found by no exact search: Lucene refuses terms of 32,766 bytes. */
const LONGEST_KEYWORD = 8_191;

/** Columns whose text is JSON, as Athena's table has it: one field each, of whatever is in it. */
export const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'requestparameters',
  'responseelements',
  'additionaleventdata',
  'serviceeventdetails',
]);

/** Columns that hold an address, which are found by range: `source_ip:"192.0.2.0/24"`. */
const ADDRESSES = new Set(['srcaddr', 'dstaddr', 'pkt_srcaddr', 'pkt_dstaddr']);

/**
 * The template of a source's indices: a field for each column of its table, so that what is found here has the names
 * that Athena and the local engine give it, and `@timestamp`.
 *
 * Nothing is mapped by itself: the parameters of API calls are everybody's to choose, and each new one would be a field
 * more, up to the limit at which an index takes no more records. They lie in one field that is searched by path.
 *
 * @param replicas copies of each shard: none where there is one node
 */
export function indexTemplate(deployment: string, source: SearchSource, replicas: number): JsonObject {
  return {
    index_patterns: [searchPattern(deployment, source)],
    priority: 200,
    template: {
      settings: {
        'index.number_of_shards': 1,
        'index.number_of_replicas': replicas,
        'index.refresh_interval': '5s',
        'index.codec': 'best_compression',
      },
      mappings: {
        dynamic: false,
        properties: {
          '@timestamp': { type: 'date' },
          log_group: { type: 'keyword' },
          log_stream: { type: 'keyword' },
          ...PROPERTIES[source],
        },
      },
    },
  };
}

/** Whom and what a call concerned, in the words of the messages, beside the columns of the table. */
const OF_CALLS: JsonObject = {
  actor: { type: 'keyword', ignore_above: LONGEST_KEYWORD },
  target: { type: 'keyword', ignore_above: LONGEST_KEYWORD },
};

const PROPERTIES: Readonly<Record<SearchSource, JsonObject>> = {
  'api-calls': { ...OF_CALLS, ...fieldsOf(cloudtrailLogs.columns) },
  flows: fieldsOf(vpcFlowLogs.columns),
  'container-lines': fieldsOf(containerLogs.columns),
};

function fieldsOf(columns: readonly Column[]): JsonObject {
  return Object.fromEntries(columns.map((column) => [column.name, fieldOf(column)]));
}

function fieldOf({ name, type }: Column): JsonObject {
  if (name === 'message') return { type: 'text', fields: { exact: keyword() } };
  if (ADDRESSES.has(name)) return { type: 'ip', ignore_malformed: true };
  if (JSON_COLUMNS.has(name) || typeof type !== 'string') return { type: 'flat_object' };
  switch (type) {
    case 'int':
    case 'bigint':
      return { type: 'long', ignore_malformed: true };
    case 'double':
      return { type: 'double', ignore_malformed: true };
    default:
      return keyword();
  }
}

function keyword(): JsonObject {
  return { type: 'keyword', ignore_above: LONGEST_KEYWORD };
}
