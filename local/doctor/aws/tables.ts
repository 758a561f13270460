import {
  AthenaClient,
  BatchGetNamedQueryCommand,
  ListNamedQueriesCommand,
  type NamedQuery,
} from '@aws-sdk/client-athena';
import { GetTableCommand, GlueClient, type Table } from '@aws-sdk/client-glue';
import { AthenaEngine } from '../../../queries/athena-engine';
import { AthenaError } from '../../../queries/athena-error';
import { collectRows } from '../../../queries/query-result';
import { ask, askFor, LookError } from '../look-error';
import { PERMISSIONS, type Permission } from '../permissions';
import { clientSettings } from './client-settings';
import { pages } from './pages';

export type { NamedQuery, Table };

export type RowCount = { readonly rows: number } | { readonly failed: string };

export interface Tables {
  /** Undefined where the database has no such table, or there is no such database. */
  readonly find: (database: string, name: string) => Promise<Table | undefined>;
  /** How many rows the query has, which should be few, or why it ended without. */
  readonly countRows: (workgroup: string, database: string, sql: string) => Promise<RowCount>;
  /** Undefined where there is no such workgroup. */
  readonly savedQueries: (workgroup: string) => Promise<readonly NamedQuery[] | undefined>;
}

/** `User: … is not authorized to perform: athena:StartQueryExecution on resource: …` */
const DENIED = /not authorized to perform: (athena:\w+)/;

function permissionOf(action: string): Permission {
  return PERMISSIONS.find((known) => known === action) ?? 'athena:StartQueryExecution';
}

/** Limit of BatchGetNamedQuery and of a page of ListNamedQueries. */
const MOST_QUERIES = 50;

export function tablesIn(region: string): Tables {
  const glue = new GlueClient(clientSettings(region));
  const athena = new AthenaClient(clientSettings(region));
  return {
    async find(DatabaseName, Name) {
      const answer = await askFor('glue:GetTable', ['EntityNotFoundException'], () =>
        glue.send(new GetTableCommand({ DatabaseName, Name })),
      );
      return answer?.Table;
    },
    async countRows(workgroup, database, sql) {
      const engine = new AthenaEngine({ workgroup, database }, athena);
      try {
        return { rows: (await collectRows(await engine.run(sql))).length };
      } catch (error) {
        if (!(error instanceof AthenaError)) throw error;
        const [, action] = DENIED.exec(error.message) ?? [];
        if (action === undefined) return { failed: error.message };
        throw new LookError(permissionOf(action), Object.assign(error, { name: 'AccessDeniedException' }));
      }
    },
    async savedQueries(WorkGroup) {
      const ids = await askFor('athena:ListNamedQueries', ['InvalidRequestException'], () =>
        pages(async (token) => {
          const answer = await athena.send(
            new ListNamedQueriesCommand({
              WorkGroup,
              MaxResults: MOST_QUERIES,
              ...(token !== undefined && { NextToken: token }),
            }),
          );
          return [answer.NamedQueryIds ?? [], answer.NextToken];
        }),
      );
      if (ids === undefined) return undefined;
      const queries: NamedQuery[] = [];
      for (let start = 0; start < ids.length; start += MOST_QUERIES) {
        const NamedQueryIds = ids.slice(start, start + MOST_QUERIES);
        const answer = await ask('athena:BatchGetNamedQuery', () =>
          athena.send(new BatchGetNamedQueryCommand({ NamedQueryIds })),
        );
        queries.push(...(answer.NamedQueries ?? []));
      }
      return queries;
    },
  };
}
