import { savedQueries } from '../../../../local/doctor/checks/saved-queries';
import { findQuery, queryCatalogue } from '../../../../queries/catalogue';
import { questionValues } from '../../../../queries/question-values';
import { renderQuery } from '../../../../queries/render-query';
import { describeBreaks, describeDenials } from '../broken';
import { DEPLOYMENT } from '../deployment';
import { withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine, server } = withAccount();

const query = (id: string, change: object) => (state: AccountState) => {
  Object.assign(state.namedQueries.find(({ Name }) => Name === id) ?? {}, change);
};
const text = renderQuery(findQuery('ecs-exec-sessions'));

describeBreaks(savedQueries, examine, [
  [
    'a saved query that was edited is told with the first difference',
    query('ecs-exec-sessions', { QueryString: `${text} ` }),
    /^the saved query ecs-exec-sessions: its text was changed: from character \d+ it is " " where "" should be$/,
    /^npx cdk deploy AuditStack --revert-drift$/,
  ],
  [
    'a saved query of another database is told',
    query('ecs-exec-sessions', { Database: 'default' }),
    /it asks the database default, not harborwatch/,
    /npx cdk deploy AuditStack/,
  ],
  [
    'questions that are not saved are told together',
    (state) => {
      state.namedQueries = state.namedQueries.slice(1);
    },
    new RegExp(`^1 of ${queryCatalogue().length} questions are not saved: ${queryCatalogue()[0]?.id}$`),
    /npx cdk deploy AuditStack/,
  ],
]);

test('a deployment without saved queries is well', async () => {
  const { result, seen } = await examine(savedQueries, (state) => {
    state.namedQueries = [];
  });
  expect({ result, seen }).toEqual({ result: 'ok', seen: 'none saved' });
});

test("somebody else's saved query is none of our business", async () => {
  const { told } = await examine(savedQueries, (state) => {
    state.namedQueries.push({ NamedQueryId: 'theirs', Name: 'theirs', QueryString: 'select 1' });
  });
  expect(told).toEqual([]);
});

test('queries written for Hive-compatible prefixes are right, too', async () => {
  const { told } = await examine(savedQueries, (state) => {
    state.namedQueries = queryCatalogue().map((each) => ({
      NamedQueryId: each.id,
      Name: each.id,
      Database: 'harborwatch',
      QueryString: renderQuery(each, {
        values: questionValues(each, DEPLOYMENT.catalogue),
        layout: 'hive-compatible',
      }),
    }));
  });
  expect(told).toEqual([]);
});

test('queries are fetched fifty at a time', async () => {
  await examine(savedQueries);
  const fetched = server.calls.flatMap(({ name, request }) =>
    name === 'Athena.BatchGetNamedQuery' ? [(request['NamedQueryIds'] as string[]).length] : [],
  );
  expect(Math.max(...fetched)).toBeLessThanOrEqual(50);
  expect(fetched.reduce((sum, count) => sum + count)).toBe(queryCatalogue().length);
});

describeDenials(savedQueries, examine, [
  ['Athena.ListNamedQueries', 'athena:ListNamedQueries'],
  ['Athena.BatchGetNamedQuery', 'athena:BatchGetNamedQuery'],
]);
