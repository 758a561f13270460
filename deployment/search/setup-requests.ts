import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { dashboardObjects } from './dashboard';
import { indexTemplate } from './index-template';
import { SEARCH_SOURCES } from './search-names';
import type { SearchRequest } from './search-request';
import { securityRoles } from './security-roles';

export interface SearchSetup {
  readonly deployment: string;
  /** Copies of each shard. */
  readonly replicas: number;
  /** ARN of the role that indexes. */
  readonly writer: string;
  /** ARNs of the roles of people who search. */
  readonly readers: readonly string[];
}

/** Of OpenSearch Dashboards: what whoever looks at pages of it needs beside rights on indices. */
const DASHBOARDS_USER = 'opensearch_dashboards_user';

/** The templates, before anything is written: an index that is made without them maps nothing as it should. */
export function templateRequests({ deployment, replicas }: SearchSetup): readonly SearchRequest[] {
  return SEARCH_SOURCES.map((source) => ({
    method: 'PUT',
    path: `/_index_template/${deployment}-${source}`,
    body: indexTemplate(deployment, source, replicas),
  }));
}

/** Who may do what inside the engine. Each request says all of it, so that sending it again changes nothing. */
export function securityRequests({ deployment, writer, readers }: SearchSetup): readonly SearchRequest[] {
  const roles = securityRoles(deployment, writer, readers).flatMap(({ name, rights, heldBy }) => [
    put(`/_plugins/_security/api/roles/${name}`, rights),
    put(`/_plugins/_security/api/rolesmapping/${name}`, { backend_roles: heldBy }),
  ]);
  return [
    ...roles,
    put(`/_plugins/_security/api/rolesmapping/${DASHBOARDS_USER}`, { backend_roles: readers }),
  ];
}

const BOUNDARY = 'saved-objects-of-harborwatch';

/** Imports what people see; objects of the same ids are replaced. */
export function dashboardRequest({ deployment }: SearchSetup): SearchRequest {
  const lines = dashboardObjects(deployment).map((object) => JSON.stringify(object));
  return {
    method: 'POST',
    path: '/_dashboards/api/saved_objects/_import?overwrite=true',
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: [
      `--${BOUNDARY}`,
      'Content-Disposition: form-data; name="file"; filename="harborwatch.ndjson"',
      'Content-Type: application/ndjson',
      '',
      ...lines,
      `--${BOUNDARY}--`,
      '',
    ].join('\r\n'),
  };
}

const put = (path: string, body: JsonObject): SearchRequest => ({ method: 'PUT', path, body });
