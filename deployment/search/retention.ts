import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { SEARCH_SOURCES, searchPattern } from './search-names';

/** Index State Management drops the index of a day when it is so old: `ism_template` puts new indices under it. */
export function retentionPolicy(deployment: string, days: number): JsonObject {
  return {
    policy: {
      description: `Indices of ${deployment} are deleted after ${days} days; S3 has the records as long as the archive keeps them.`,
      default_state: 'hot',
      states: [
        {
          name: 'hot',
          actions: [],
          transitions: [{ state_name: 'deleted', conditions: { min_index_age: `${days}d` } }],
        },
        { name: 'deleted', actions: [{ delete: {} }], transitions: [] },
      ],
      ism_template: [
        {
          index_patterns: SEARCH_SOURCES.map((source) => searchPattern(deployment, source)),
          priority: 200,
        },
      ],
    },
  };
}
