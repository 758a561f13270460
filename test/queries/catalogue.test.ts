import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue } from '../../detections/catalogue';
import { loadTranspiler, transpileQuery } from '../../local/query/translate/transpile-query';
import {
  FRAGMENTS_FOLDER,
  findQuery,
  QUERY_GROUPS,
  queriesFor,
  queryCatalogue,
} from '../../queries/catalogue';
import { renderQuery } from '../../queries/render-query';
import { scanSql } from '../../queries/sql-scan';
import { partitionKeys } from '../../records/tables/table-definition';
import { TABLE_BY_NAME } from '../../records/tables/tables';

const ROOT = path.join(__dirname, '../../queries');
const queries = queryCatalogue();
const each = queries.map((query) => [query.id, query] as const);
const NOW = 1_793_606_700;

beforeAll(loadTranspiler);

test('the files in the folders are the entries of the catalogue', () => {
  const files = QUERY_GROUPS.flatMap((group) =>
    readdirSync(path.join(ROOT, group)).map((file) => path.parse(file).name),
  );
  expect(queries.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).toSorted()).toEqual([...QUERY_GROUPS, FRAGMENTS_FOLDER].toSorted());
});

test('every fragment is part of several questions, which go out whole', () => {
  for (const file of readdirSync(path.join(ROOT, FRAGMENTS_FOLDER))) {
    const fragment = readFileSync(path.join(ROOT, FRAGMENTS_FOLDER, file), 'utf8').trimEnd();
    expect([file, queries.filter(({ sql }) => sql.includes(fragment)).length > 1]).toEqual([file, true]);
  }
  expect(queries.filter(({ sql }) => sql.includes('-- include'))).toEqual([]);
});

test('ids are unique, and there are at least forty', () => {
  expect(new Set(queries.map(({ id }) => id)).size).toBe(queries.length);
  expect(queries.length).toBeGreaterThanOrEqual(40);
});

/** The 36 of facts "E.2", under the names that they have here. */
const PROPOSED = [
  ...['ecs-write-timeline', 'ecs-writes-by-principal', 'ecs-denied-calls', 'ecs-task-definition-diff'],
  ...[
    'ecs-public-ip-assignments',
    'ecs-deletes-and-scale-to-zero',
    'ecs-new-principals',
    'ecs-exec-sessions',
  ],
  ...['ecs-exec-bypass-ssm', 'exec-enablement-and-logging', 'ssm-and-ec2-instance-connect'],
  ...['images-from-foreign-registries', 'ecr-pushes-and-policy-changes', 'secret-reads-by-principal'],
  ...['secret-reads-bulk', 'passrole-proxy', 'iam-changes-on-task-roles', 'task-role-used-outside-vpc'],
  ...['assume-role-chain', 'sg-opened-to-world', 'network-path-changes', 'logging-tampering'],
  ...['cloudtrail-coverage-gaps', 'oversized-requests', 'root-and-mfa-less-console', 'unusual-region-use'],
  ...['ssh-probe-summary', 'ssh-brute-force-flat', 'ssh-horizontal-scan', 'ssh-slow-and-distributed'],
  ...['ssh-probable-logins', 'ssh-outbound-from-tasks', 'ssh-port-variants', 'flow-log-health'],
  ...['sg-open-then-ssh', 'exec-or-task-start-then-egress'],
];

/** The sixteen of the VPC console's Athena integration, in its own order. */
const INTEGRATION_TEMPLATE = [
  ...['flow-accepted-traffic', 'flow-admin-port-traffic', 'flow-ipv4-traffic', 'flow-ipv6-traffic'],
  ...['flow-rejected-tcp-traffic', 'flow-rejected-traffic', 'flow-ssh-rdp-traffic', 'flow-top-talkers'],
  ...['flow-top-talkers-packet-level', 'flow-top-talking-instances', 'flow-top-talking-subnets'],
  ...['flow-top-tcp-traffic', 'flow-total-bytes', 'flow-total-bytes-packet-level'],
  ...['flow-traffic-from-address', 'flow-traffic-to-address'],
];

/** Those of the security-analytics bootstrap that these tables can answer. */
const BOOTSTRAP = [
  ...['cloudtrail-preview', 'api-calls-by-region', 'api-calls-by-region-and-name', 'login-summary'],
  ...['principal-activity', 'iam-change-summary', 'credential-changes', 'api-calls-from-public-addresses'],
  ...[
    'flow-preview',
    'flow-top-talkers',
    'flow-bytes-on-port',
    'flow-address-summary',
    'flow-between-addresses',
  ],
  ...['flow-new-sources', 'flow-daily-top-transfers', 'flow-internal-to-public', 'flow-public-to-internal'],
  ...['flow-within-vpc', 'flow-external'],
];

test.each([
  ['all 36 proposed questions', PROPOSED, 36],
  ['the sixteen of the VPC integration template', INTEGRATION_TEMPLATE, 16],
  ['those of the security-analytics bootstrap', BOOTSTRAP, 19],
])('%s are there', (_what, ids, count) => {
  expect(new Set(ids).size).toBe(count);
  expect(ids.filter((id) => !queries.some((query) => query.id === id))).toEqual([]);
});

test.each(each)('%s says what it asks, when, what it costs and what it is evidence of', (_id, query) => {
  expect(query.question).toMatch(/^[A-Z].*[?)]$/);
  expect(query.when).not.toBe('');
  expect(query.cost).not.toBe('');
  expect(query.attack.filter((technique) => !/^T\d{4}(\.\d{3})?$/.test(technique))).toEqual([]);
});

test.each(each)('%s is Athena SQL that both engines can be given, with a limit', (_id, query) => {
  const athena = renderQuery(query, { now: NOW });
  expect(scanSql(athena).some(({ kind }) => kind === 'placeholder')).toBe(false);
  expect(transpileQuery(athena).duckdb).toMatch(/ LIMIT \d+$/);
});

test.each(each)('%s names every partition column of every table that it reads', (_id, query) => {
  const uses = transpileQuery(renderQuery(query, { now: NOW })).uses;
  expect(uses.length).toBeGreaterThan(0);
  for (const { table, partitionConditions } of uses) {
    const text = partitionConditions.join(' and ');
    for (const key of partitionKeys(TABLE_BY_NAME[table])) {
      expect(text).toMatch(new RegExp(`\\b${key}\\b`));
    }
  }
});

test.each(each)('%s uses every parameter that it declares', (_id, query) => {
  const used = scanSql(query.sql)
    .filter(({ kind }) => kind === 'placeholder')
    .map(({ text }) => text.slice(1));
  const unused = query.parameters.filter(
    ({ name }) => !used.some((text) => text === name || text.startsWith(`${name}_`)),
  );
  /** A time that only another time is told by. */
  expect(unused.filter(({ name }) => name !== 'since').map(({ name }) => name)).toEqual([]);
});

test.each(each)("%s renders as a saved query, with the engine's own clock", (_id, query) => {
  const saved = renderQuery(query);
  expect(saved).toContain('current_timestamp');
  expect(() => transpileQuery(saved)).not.toThrow();
});

/** Athena takes no longer text. */
const LONGEST_QUERY_BYTES = 262_144;

test.each(each)('%s is short enough for Athena, with room for values', (_id, query) => {
  expect(Buffer.byteLength(renderQuery(query))).toBeLessThan(LONGEST_QUERY_BYTES / 4);
});

test.each(
  queries
    .filter(({ sql }) => sql.includes('\nconnections as ('))
    .map(({ id, sql }) => [id, sql, id === 'ssh-slow-and-distributed' ? 2 : 1] as const),
)('%s names each step of SSH once, since Trino reads the logs for each time', (_id, sql, ofConnections) => {
  const text = sql.replaceAll(/--[^\n]*/g, '');
  // The sizes that are known are written in the question, and read no logs.
  const steps = [...text.matchAll(/^([a-z_]+) as \($/gm)].flatMap(([, name = '']) =>
    name === 'known' ? [] : [name],
  );
  const uses = new Map(
    steps.map((name) => [name, [...text.matchAll(new RegExp(`(?:from|join) ${name}\\b`, 'g'))].length]),
  );
  expect([...uses].filter(([name, count]) => count !== (name === 'connections' ? ofConnections : 1))).toEqual(
    [],
  );
});

test('every detection has a question that investigates it, and no question serves one that is not there', () => {
  const ids = buildCatalogue().map(({ id }) => id);
  expect(ids.filter((id) => queriesFor(id).length === 0)).toEqual([]);
  const everyId = buildCatalogue({
    deployRoles: ['arn:aws:iam::111122223333:role/deploy'],
    homeRegions: ['eu-west-1'],
  }).map(({ id }) => id);
  const served = queries.flatMap(({ serves }) => serves);
  expect([...new Set(served)].filter((id) => !everyId.includes(id))).toEqual([]);
});

test('a question that is not there is told with the place where it should be', () => {
  expect(() => findQuery('nobody-asked')).toThrow('expected queries/**/nobody-asked.sql');
});
