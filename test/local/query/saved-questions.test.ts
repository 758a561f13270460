import path from 'node:path';
import { buildCatalogue } from '../../../detections/catalogue';
import { exampleRefusal } from '../../../detections/examples/containers';
import { EXAMPLES } from '../../../detections/examples/index';
import { auditFolder } from '../../../local/query/audit-folder';
import { LocalEngine } from '../../../local/query/local-engine';
import { findQuery, queriesFor, queryCatalogue } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { renderQuery } from '../../../queries/render-query';
import type { Labels } from '../../../simulate/labels';
import { simulate } from '../../../simulate/simulate';
import { containerKey, createLogFolder, type LogFolderFixture } from './query-folder';

const ALL_TIME = { since: '1970-01-01', until: '2100-01-01' };
const MEMORY = { memoryMegabytes: 512, threads: 2 };

let folder: LogFolderFixture;

beforeAll(() => {
  folder = createLogFolder();
});

afterAll(() => {
  folder.remove();
});

interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** The rows as one text, to look for an actor in. */
  readonly text: string;
}

async function answer(
  engine: LocalEngine,
  id: string,
  values: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const result = await engine.run(renderQuery(findQuery(id), { values: { ...ALL_TIME, ...values } }));
  const rows = await collectRows(result);
  return { columns: result.columns.map(({ name }) => name), rows, text: JSON.stringify(rows) };
}

async function openLoaded(root: string): Promise<LocalEngine> {
  const engine = await LocalEngine.open(root, MEMORY);
  await engine.load();
  return engine;
}

function whoIs(labels: Labels, role: string): readonly string[] {
  return labels.actors.filter((actor) => actor.role === role).map(({ who }) => who);
}

/** Incident to the questions that must name one of its labelled attackers. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  'exec-abuse': [
    ...[
      'ecs-exec-sessions',
      'ecs-exec-bypass-ssm',
      'exec-enablement-and-logging',
      'ssm-and-ec2-instance-connect',
    ],
    ...['exec-or-task-start-then-egress', 'flow-internal-to-public', 'api-calls-from-public-addresses'],
  ],
  'crypto-mining': [
    ...[
      'images-from-foreign-registries',
      'large-tasks',
      'ecs-public-ip-assignments',
      'ecs-task-definition-diff',
    ],
    ...['ecs-task-definition-risks', 'unusual-region-use', 'ecs-write-timeline', 'ecs-writes-by-principal'],
    ...['ecs-new-principals', 'principal-activity'],
  ],
  'log-tampering': ['logging-tampering'],
  'outbound-ssh': ['ssh-outbound-from-tasks', 'ssh-port-variants', 'flow-between-addresses'],
  'ssh-flood': ['ssh-probe-summary', 'flow-public-to-internal', 'flow-traffic-to-address'],
};

describe.each(Object.entries(ANSWERS))('%s', (scenario, ids) => {
  let engine: LocalEngine;
  let labels: Labels;

  beforeAll(async () => {
    const root = path.join(folder.root, scenario);
    ({ labels } = await simulate(scenario, 1, root));
    engine = await openLoaded(root);
  });

  afterAll(async () => {
    await engine.close();
  });

  test.each(ids)('%s names a labelled attacker', async (id) => {
    const { text } = await answer(engine, id);
    expect(whoIs(labels, 'attacker').filter((who) => text.includes(`"${who}"`))).not.toEqual([]);
  });
});

test('questions that read the files themselves, a few members each, answer as those that read everything', async () => {
  const root = path.join(folder.root, 'exec-abuse');
  const loaded = await openLoaded(root);
  const unloaded = await LocalEngine.open(root, MEMORY);
  const different: string[] = [];
  for (const { id, sql } of queryCatalogue()) {
    if (!sql.includes('cloudtrail_logs')) continue;
    const [all, few] = [await answer(loaded, id), await answer(unloaded, id)];
    if (all.text !== few.text) different.push(id);
  }
  expect(different).toEqual([]);
  await loaded.close();
  await unloaded.close();
});

test('a flood from many addresses is told by the daemon that it hits', async () => {
  const engine = await openLoaded(path.join(folder.root, 'ssh-flood'));
  const { rows } = await answer(engine, 'ssh-floods');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.slice(0, 4)).toEqual(['*', '10.20.0.62', 22, 7]);
  await engine.close();
});

describe("the workshop incident, delivered as text and as Parquet, with the containers' own logs", () => {
  const ATTACKER = '192.0.2.44';
  let engine: LocalEngine;
  let labels: Labels;

  beforeAll(async () => {
    const root = path.join(folder.root, 'workshop');
    ({ labels } = await simulate('workshop-incident', 1, root, { format: 'both' }));
    engine = await openLoaded(root);
  });

  afterAll(async () => {
    await engine.close();
  });

  test('every question can be asked', async () => {
    const failed: string[] = [];
    for (const { id } of queryCatalogue()) {
      await answer(engine, id).catch((error: unknown) => failed.push(`${id}: ${String(error)}`));
    }
    expect(failed).toEqual([]);
  });

  test('records that were delivered twice count once', async () => {
    const result = await engine.run('select count(*) as n from vpc_flow_logs');
    expect(await collectRows(result)).toEqual([[labels.counts.flowRecords]]);
  });

  test.each([
    ['ssh-probe-summary', ATTACKER],
    ['ssh-brute-force-flat', ATTACKER],
    ['ssh-probable-logins', ATTACKER],
    ['sg-open-then-ssh', ATTACKER],
    ['sg-opened-to-world', 'arn:aws:iam::111122223333:user/mallory'],
    ['ssh-horizontal-scan', '10.20.0.26'],
    ['flow-port-scans', '10.20.0.26'],
    ['ssh-outbound-from-tasks', '192.0.2.90'],
    ['task-role-used-outside-vpc', ATTACKER],
    ['task-role-calls', ATTACKER],
    ['logging-tampering', 'arn:aws:iam::111122223333:user/mallory'],
    ['exec-or-task-start-then-egress', 'arn:aws:iam::111122223333:user/mallory'],
    ['network-path-changes', 'arn:aws:iam::111122223333:user/mallory'],
    ['secret-reads-by-principal', ATTACKER],
    ['api-errors-by-principal', ATTACKER],
  ])('%s names %s', async (id, who) => {
    expect((await answer(engine, id)).text).toContain(who);
  });

  test('sshd confirms the probable login of the flows, by address and port', async () => {
    const longest = await engine.run(
      `select srcaddr, srcport, sum(packets) as packets from vpc_flow_logs where dstport = 22 and flow_direction = 'ingress' group by 1, 2 order by packets desc limit 1`,
    );
    const [source_ip, source_port] = (await collectRows(longest))[0] ?? [];
    expect(source_ip).toBe(ATTACKER);
    const { columns, rows } = await answer(engine, 'ssh-login-confirmation');
    expect(rows).toHaveLength(1);
    const row = Object.fromEntries(columns.map((name, at) => [name, rows[0]?.[at]]));
    expect(row).toMatchObject({
      source_ip,
      source_port,
      verdict: 'confirmed',
      failed_on_connection: 0,
      logins: 'deploy',
    });
  });

  test("sshd's own lines name the guesser alone, whatever the names that it tried say", async () => {
    const { columns, rows } = await answer(engine, 'ssh-logins');
    expect(rows.map((row) => row[0])).toEqual([ATTACKER]);
    expect(rows[0]?.[columns.indexOf('accepted_logins')]).toBe('deploy');
    expect(rows[0]?.[columns.indexOf('some_logins')]).toContain('root from 203.0.113.20 port 22 ssh2');
  });

  test('the passwords that were tried on the web login are a burst, in vain', async () => {
    const { columns, rows } = await answer(engine, 'http-401-bursts');
    expect(rows.map((row) => row[0])).toEqual([ATTACKER]);
    expect(rows[0]?.[columns.indexOf('refused')]).toBe(60);
    expect(rows[0]?.[columns.indexOf('got_in_after')]).toBe(false);
  });

  test('a shorter window leaves out what lies outside', async () => {
    const { rows } = await answer(engine, 'sg-opened-to-world', { since: '2026-11-02T09:00:00Z' });
    expect(rows).toEqual([]);
  });
});

describe('lines of containers', () => {
  let engine: LocalEngine;

  beforeAll(async () => {
    const line = (logged_at: string, more: object) => JSON.stringify({ logged_at, ...more });
    const sshd = (at: string, message: string) => line(at, { process: 'sshd', message, ecs_task_id: 'task' });
    const nginx = (second: number, status: number, client: string, user: string) =>
      line(`2026-11-02T09:10:${String(second).padStart(2, '0')}.000Z`, {
        process: 'nginx',
        status,
        source_ip: '10.20.0.4',
        forwarded_for: `203.0.113.9, ${client}`,
        user_name: user,
        path: '/',
      });
    const lines = [
      sshd('2026-11-02T09:04:59.000Z', 'Failed password for root from 192.0.2.44 port 1000 ssh2'),
      sshd(
        '2026-11-02T09:05:02.000Z',
        'Failed password for invalid user ad min from 192.0.2.44 port 1001 ssh2',
      ),
      sshd('2026-11-02T09:05:05.000Z', 'Accepted password for deploy from 192.0.2.44 port 1001 ssh2'),
      sshd(
        '2026-11-02T09:05:06.000Z',
        'Failed password for invalid user x from 203.0.113.9 port 1 ssh2 from 192.0.2.44 port 1002 ssh2',
      ),
      sshd('2026-11-02T09:05:07.000Z', 'Invalid user Accepted password for me from 192.0.2.44 port 1003'),
      ...Array.from({ length: 12 }, (_, second) => nginx(second, 401, '192.0.2.99', 'admin')),
      nginx(30, 200, '192.0.2.99', 'admin'),
      ...Array.from({ length: 9 }, (_, second) => nginx(second, 401, '192.0.2.98', 'mistyped')),
      JSON.stringify(exampleRefusal()),
      JSON.stringify(exampleRefusal({ logged_at: '2026-11-02T09:10:09.000Z', arguments: 'whoami --help' })),
      JSON.stringify(exampleRefusal({ action: 'left-out' })),
    ];
    folder.write(`lines/${containerKey('2026/11/02/09')}`, `${lines.join('\n')}\n`);
    engine = await openLoaded(path.join(folder.root, 'lines'));
  });

  afterAll(async () => {
    await engine.close();
  });

  test("sshd's own lines are counted by who connected, not by what a user name says", async () => {
    const { rows } = await answer(engine, 'ssh-logins');
    expect(rows.map((row) => row.slice(0, 5))).toEqual([['192.0.2.44', 3, 1, 4, 2]]);
  });

  test('twelve refusals in a minute are a burst and nine are not; who got in after is told', async () => {
    const { columns, rows } = await answer(engine, 'http-401-bursts');
    expect(rows.map((row) => row[0])).toEqual(['192.0.2.99']);
    expect(rows[0]?.[columns.indexOf('got_in_after')]).toBe(true);
  });

  test('what a container refused is told by task, file and reason, with the newest arguments', async () => {
    const { columns, rows } = await answer(engine, 'container-refusals');
    expect(rows).toHaveLength(1);
    const row = Object.fromEntries(columns.map((name, at) => [name, rows[0]?.[at]]));
    expect(row).toMatchObject({
      task_id: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      action: 'refused',
      file: '/tmp/whoami',
      parent: '/usr/bin/bash',
      user_id: 10001,
      times: 2,
      latest_arguments: 'whoami --help',
    });
  });
});

test('a slow campaign is found as slow and as distributed', async () => {
  const root = path.join(folder.root, 'slow');
  await simulate('ssh-slow-campaign', 1, root);
  const engine = await openLoaded(root);
  const { rows } = await answer(engine, 'ssh-slow-and-distributed');
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    ['slow', '192.0.2.17', '10.20.0.28'],
    ['distributed', '*', '10.20.1.58'],
  ]);
  await engine.close();
});

test('on a quiet day no question of the replay has an answer', async () => {
  const root = path.join(folder.root, 'quiet');
  await simulate('quiet-day', 1, root);
  const { answers } = await auditFolder(root, MEMORY);
  expect(answers.map(({ query, rows }) => [query.id, rows[0]])).toEqual([]);
});

test("an incident's answers come in the catalogue's order, each with rows", async () => {
  const root = path.join(folder.root, 'exec-abuse');
  const told: number[] = [];
  const { answers } = await auditFolder(root, { ...MEMORY, onProgress: (done) => told.push(done) });
  const ids = answers.map(({ query }) => query.id);
  expect(ids).toContain('ecs-exec-sessions');
  expect(ids).toEqual(
    queryCatalogue()
      .map(({ id }) => id)
      .filter((id) => ids.includes(id)),
  );
  expect(answers.every(({ rows }) => rows.length > 0)).toBe(true);
  expect(told.at(-1)).toBe(queryCatalogue().filter(({ isForReplay }) => isForReplay).length);
});

describe('the events that fire a detection', () => {
  const filters = buildCatalogue({
    deployRoles: ['arn:aws:iam::111122223333:role/deploy-pipeline'],
    homeRegions: ['eu-west-1'],
  }).filter(({ id }) => EXAMPLES[id] !== undefined);
  const answers = new Map<string, Answer>();

  beforeAll(async () => {
    let hour = 0;
    const records = filters.flatMap(({ id }) =>
      (EXAMPLES[id]?.fires ?? []).map((event, at) => {
        hour += 1;
        const eventTime = new Date(Date.parse('2026-06-01T00:00:00Z') + hour * 3_600_000).toISOString();
        return { ...event, eventTime: eventTime.replace('.000Z', 'Z'), eventID: `${id}#${at}` };
      }),
    );
    folder.write('examples/all.json', JSON.stringify({ Records: records }));
    const engine = await openLoaded(path.join(folder.root, 'examples'));
    for (const { id } of filters) {
      for (const query of queriesFor(id)) {
        if (!answers.has(query.id)) {
          answers.set(query.id, await answer(engine, query.id));
        }
      }
    }
    await engine.close();
  });

  test('there are some for every filter', () => {
    expect(filters.length).toBeGreaterThan(60);
  });

  test.each(filters.map(({ id }) => id))('%s are in the answer of a question that investigates it', (id) => {
    const serving = queriesFor(id).map((query) => answers.get(query.id));
    const missing = (EXAMPLES[id]?.fires ?? []).filter((event, at) => {
      const isListed = serving.some(
        (one) => one?.columns.includes('event_id') && one.text.includes(`"${id}#${at}"`),
      );
      /** A summary names the call and not the event. */
      const isCounted = serving.some(
        (one) => !one?.columns.includes('event_id') && one?.text.includes(event.eventName),
      );
      return !isListed && !isCounted;
    });
    expect(missing.map(({ eventName }) => eventName)).toEqual([]);
  });
});
