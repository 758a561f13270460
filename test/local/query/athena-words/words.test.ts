import { LocalEngine } from '../../../../local/query/local-engine';
import { collectRows } from '../../../../queries/query-result';
import { compareAnswers } from '../../../trino/compare/compare-answers';
import { createLogFolder, type LogFolderFixture } from '../query-folder';
import { DIFFERENCES, REFUSED, readAnswers, WORDINGS } from './words';

let folder: LogFolderFixture;
let engine: LocalEngine;

beforeAll(async () => {
  folder = createLogFolder();
  engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 1 });
});

afterAll(async () => {
  await engine.close();
  folder.remove();
});

const recorded = readAnswers();
const ask = async (sql: string) => {
  const answer = await engine.run(sql);
  return { columns: answer.columns, rows: await collectRows(answer) };
};
const sqlOf = new Map(WORDINGS.map(({ text, sql }) => [text, sql]));
const alike = WORDINGS.filter(({ text }) => !DIFFERENCES.has(text) && !REFUSED.has(text));

/** What Trino answers is recorded; the Trino suite holds the records to the real one. */
test.each(alike.map(({ text, sql }) => [text, sql]))('%s', async (text, sql) => {
  const trino = recorded.get(text) ?? { columns: [], rows: [] };
  expect(compareAnswers(trino, await ask(sql))).toBeUndefined();
});

test.each([...DIFFERENCES])('%s differs: %s', async (text) => {
  const trino = recorded.get(text) ?? { columns: [], rows: [] };
  expect(trino.columns).not.toEqual([]);
  expect(compareAnswers(trino, await ask(sqlOf.get(text) ?? ''))).toBeDefined();
});

test.each([...REFUSED])('%s is refused, and not answered otherwise', async (text) => {
  await expect(ask(sqlOf.get(text) ?? '')).rejects.toThrow(/^[^{}]+/);
});
