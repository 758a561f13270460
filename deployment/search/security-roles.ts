import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { SEARCH_SOURCES, searchPattern } from './search-names';

/** A role of the engine's own access control, and the IAM roles that have it. */
export interface SecurityRole {
  readonly name: string;
  readonly rights: JsonObject;
  /** ARNs of IAM roles. */
  readonly heldBy: readonly string[];
}

/** Who writes may add records and make the day's index, and read nothing; who reads changes nothing. */
export function securityRoles(
  deployment: string,
  writer: string,
  readers: readonly string[],
): readonly SecurityRole[] {
  const patterns = SEARCH_SOURCES.map((source) => searchPattern(deployment, source));
  const only = (actions: readonly string[]) => [{ index_patterns: patterns, allowed_actions: actions }];
  return [
    {
      name: `${deployment}-writer`,
      rights: {
        cluster_permissions: ['indices:data/write/bulk'],
        index_permissions: only([
          'indices:data/write/index',
          'indices:data/write/bulk*',
          'indices:admin/create',
          'indices:admin/mapping/put',
        ]),
      },
      heldBy: [writer],
    },
    {
      name: `${deployment}-reader`,
      rights: {
        cluster_permissions: ['cluster_composite_ops_ro'],
        index_permissions: only(['read', 'indices:admin/mappings/get', 'indices:admin/get']),
      },
      heldBy: readers,
    },
  ];
}
