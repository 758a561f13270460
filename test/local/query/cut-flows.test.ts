import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CutFlows } from '../../../local/query/cut/cut-flows';
import { LocalEngine, type LocalEngineOptions } from '../../../local/query/local-engine';
import { collectRows } from '../../../queries/query-result';
import { flow, folder, V2 } from './engine-folder';
import { flowKey } from './query-folder';

/** Of all lines, wherever DuckDB reads them from. */
const EVERYTHING = 'select * from vpc_flow_logs order by "start", srcaddr, interface_id, hour';
const WINDOW = '2 111122223333 eni-1 - - - - - - - 1793607300 1793607360 - NODATA';
const FULL = `${V2} tcp-flags pkt-srcaddr`;
const full = (source: string, start: number, eni: string) => `${flow(source, start, eni)} 2 ${source}`;

async function asking<T>(options: LocalEngineOptions, use: (ask: Ask) => Promise<T>): Promise<T> {
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 2, ...options });
  try {
    return await use(async (sql) => {
      const answer = await engine.run(sql);
      return { ...answer, batches: undefined, rows: await collectRows(answer) };
    });
  } finally {
    await engine.close();
  }
}

type Ask = (sql: string) => Promise<{ readonly rows: readonly unknown[]; readonly notes: readonly string[] }>;

/** Small files of three formats, with and without headers, in many hours, and what a reader has to understand. */
function writeAll(): void {
  for (let at = 0; at < 100; at += 1) {
    const hour = `2026/11/0${1 + (at % 3)}/0${at % 10}`;
    const lines = [flow(`192.0.2.${at}`, 1_793_600_000 + at), WINDOW.replace('eni-1', `eni-${at}`)];
    const header = at % 2 === 0 ? [V2] : [];
    folder.write(flowKey(hour, `${at}.log.gz`), gzipSync([...header, ...lines].join('\n')));
  }
  for (let at = 0; at < 5; at += 1) {
    const lines = [FULL, full(`198.51.100.${at}`, 1_793_700_000 + at, 'eni-9')];
    folder.write(flowKey('2026/11/04/01', `full-${at}.log`), `${lines.join('\n')}\n`);
  }
  const poorer = [V2, flow('203.0.113.1', 1_793_700_002, 'eni-9')];
  folder.write(flowKey('2026/11/04/01', 'poorer.log'), `${poorer.join('\n')}\n`);
  folder.write(
    flowKey('2026/11/05/01', 'odd.log'),
    `${flow('192.0.2.200')}\nnot a record\n${flow('192.0.2.201')}\n`,
  );
  folder.write(
    flowKey('2026/11/05/01', 'twice.log'),
    `${flow('192.0.2.1', 1_793_600_001)}\n${flow('192.0.2.202')}\n`,
  );
  folder.write(
    flowKey('2026/11/05/01', 'numbers.log'),
    `${flow('192.0.2.203').replace(' 12 900 ', ' - 0 ')}\n`,
  );
  folder.write('elsewhere/flows.log', `${flow('192.0.2.204')}\n`);
}

const QUESTIONS = [
  EVERYTHING,
  'select count(*) from vpc_flow_logs',
  'select account, region, hour, count(*) from vpc_flow_logs group by 1, 2, 3 order by 3, 1, 2',
  "select srcaddr, dstport from vpc_flow_logs where hour like '2026/11/02%' order by srcaddr",
  'select distinct tcp_flags, pkt_srcaddr from vpc_flow_logs order by 2',
  "select a.srcaddr, b.bytes from vpc_flow_logs a join vpc_flow_logs b on a.interface_id = b.interface_id and a.log_status = 'OK' order by 1, 2",
  'select log_status, min("start"), max("end"), sum(packets) from vpc_flow_logs group by 1 order by 1',
  EVERYTHING,
];

test('cut or read where they lie, the lines give the same answers, the first time and in any order', async () => {
  writeAll();
  const answers = async (mostCutBytes: number, questions: readonly string[]) =>
    await asking({ mostCutBytes }, async (ask) => {
      const all: Record<string, unknown>[] = [];
      for (const sql of questions) all.push({ sql, ...(await ask(sql)) });
      return all;
    });
  const where = await answers(0, QUESTIONS);
  expect(where[0]).toMatchObject({ notes: expect.arrayContaining(['1 duplicates left out']) });
  expect(await answers(1e9, QUESTIONS)).toEqual(where);
  // A part of them is cut.
  expect(await answers(2000, QUESTIONS)).toEqual(where);
  const backwards = await answers(1e9, QUESTIONS.toReversed());
  for (const answer of backwards) {
    const { rows } = where.find(({ sql }) => sql === answer['sql']) ?? {};
    expect(answer['rows']).toEqual(rows);
  }
});

test('a question that is stopped while its lines are checked says so, and the next one is answered', async () => {
  const lines = Array.from({ length: 5000 }, (_, at) => flow(`192.0.2.${at % 250}`, 1_793_600_000 + at));
  for (const name of ['a', 'b', 'c']) {
    const own = lines.map((line) => line.replace('eni-1', `eni-${name}`));
    folder.write(flowKey('2026/11/02/01', `${name}.log`), `${own.join('\n')}\n`);
  }
  const sql = 'select count(*) from vpc_flow_logs';
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 1 });
  try {
    let isAnswered = false;
    const asked = engine
      .run(sql)
      .catch((error: unknown) => String(error))
      .finally(() => {
        isAnswered = true;
      });
    for (let progress = 0; progress <= 0 && !isAnswered; progress = engine.progress ?? 0)
      await setImmediate();
    engine.interrupt();
    expect(await asked).toContain('the query was stopped');
    expect(await collectRows(await engine.run(sql))).toEqual([[15_000]]);
  } finally {
    await engine.close();
  }
});

test('lines stay cut for a question that wants no more of them, and of other files', () => {
  const cuts = new CutFlows(folder.root);
  const file = (name: string) =>
    ({ path: path.join(folder.root, name), table: 'vpc_flow_logs', bytes: 1, delivered: undefined }) as const;
  const [one, other] = [file('one'), file('other')];
  const cut = () => {
    for (const each of [one, other]) cuts.keep(each, cuts.begin(each, ['srcaddr', 'dstport', 'start']));
    return cuts.of(one.path)?.columns;
  };
  cuts.want(['srcaddr', 'start'], []);
  expect(cut()).toEqual([
    { name: 'srcaddr', type: 'VARCHAR' },
    { name: 'start', type: 'BIGINT' },
  ]);
  cuts.want(['start'], [one, other]);
  expect(cuts.of(one.path)).toBeDefined();
  cuts.want(['start'], [one]);
  expect(cuts.of(one.path)).toBeUndefined();
  cuts.want(['start', 'dstport'], [one, other]);
  expect(cut()).toEqual([
    { name: 'dstport', type: 'INTEGER' },
    { name: 'start', type: 'BIGINT' },
  ]);
  cuts.clear();
});

test('where nothing can be written nothing is cut', () => {
  const cuts = new CutFlows(path.join(folder.root, 'nowhere'));
  cuts.want(['srcaddr'], []);
  const file = { path: 'a.log', table: 'vpc_flow_logs', bytes: 1, delivered: undefined } as const;
  expect(cuts.begin(file, ['srcaddr'])).toBeUndefined();
  cuts.keep(file, undefined);
  cuts.flush();
  expect(cuts.of('a.log')).toBeUndefined();
  cuts.clear();
});
