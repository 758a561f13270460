import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalEngine } from '../../local/query/local-engine';
import { type CellValue, collectRows } from '../../queries/query-result';
import { containerLogs } from '../../records/tables/container-logs';
import { type SimulationSummary, simulate } from '../../simulate/simulate';
import { filesOf, textOf } from './files-of';

const scratch = mkdtempSync(path.join(tmpdir(), 'harborwatch-container-lines-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/**
 * Lines without a connection in the flow logs that was open when they were written, give or take a second: a record
 * that ends in a second may do so at its last moment.
 */
const ORPHANS = {
  sshd: `
with lines as (
    select
        to_unixtime(from_iso8601_timestamp(logged_at)) as written,
        regexp_extract(message, '^.* from ([0-9a-f.:]+) port ([0-9]+)', 1) as source_ip,
        cast(regexp_extract(message, '^.* from ([0-9a-f.:]+) port ([0-9]+)', 2) as integer) as source_port,
        message
    from container_logs
    where regexp_like(message, '^(Failed|Accepted) ')
),
open as (
    select srcaddr, srcport, min("start") as began, max("end") as ended
    from vpc_flow_logs
    where dstport = 22 and action = 'ACCEPT' and flow_direction = 'ingress'
    group by 1, 2
)
select message
from lines
left join open on srcaddr = source_ip and srcport = source_port and written between began - 1 and ended + 2
where srcaddr is null`,
  nginx: `
with open as (
    select srcaddr, srcport, min("start") as began, max("end") as ended
    from vpc_flow_logs
    where dstport = 8080 and action = 'ACCEPT' and flow_direction = 'ingress' and ecs_service_name = 'httpd-login'
    group by 1, 2
)
select source_ip, source_port, logged_at
from container_logs
left join open on srcaddr = source_ip and srcport = source_port
    and to_unixtime(from_iso8601_timestamp(logged_at)) between began - 1 and ended + 2
where process = 'nginx' and srcaddr is null`,
} as const;

describe.each(['quiet-day', 'workshop-incident', 'ssh-brute-force'])('%s', (scenario) => {
  const folder = path.join(scratch, scenario);
  let summary: SimulationSummary;
  let engine: LocalEngine;
  beforeAll(async () => {
    summary = await simulate(scenario, 4, folder);
    engine = await LocalEngine.open(folder);
    await engine.load();
  });
  afterAll(async () => {
    await engine.close();
  });

  const rows = async (sql: string): Promise<readonly (readonly CellValue[])[]> =>
    await collectRows(await engine.run(sql));

  test('every line is JSON with keys of the table, and the labels count them', () => {
    const known = new Set(containerLogs.columns.map(({ name }) => name));
    const lines = filesOf(folder)
      .filter((file) => file.includes('/containerlogs/'))
      .flatMap((file) => textOf(folder, file).trimEnd().split('\n'));
    const keys = new Set(lines.flatMap((line) => Object.keys(JSON.parse(line) as object)));
    expect([...keys].filter((key) => !known.has(key))).toEqual([]);
    expect(summary.labels.counts.containerLines).toBe(lines.length);
    expect(lines.length).toBeGreaterThan(100);
  });

  test.each(Object.entries(ORPHANS))(
    'every line of %s has its connection in the flow logs',
    async (_, sql) => {
      expect(await rows(sql)).toEqual([]);
    },
  );

  test('tasks that wrote are tasks that the flow logs know', async () => {
    const unknown = `select distinct ecs_task_id from container_logs
      where ecs_task_id not in (select ecs_task_id from vpc_flow_logs where ecs_service_name = 'httpd-login')`;
    expect(await rows(unknown)).toEqual([]);
  });
});

test('on a quiet day somebody mistypes a password, and nobody often enough to be a burst', async () => {
  const engine = await LocalEngine.open(path.join(scratch, 'quiet-day'));
  const refused = await engine.run(
    `select max(refused) from (
       select count(*) as refused from container_logs where status = 401 group by forwarded_for, substr(logged_at, 1, 16)
     )`,
  );
  const [[most] = []] = await collectRows(refused);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThan(10);
  await engine.close();
});
