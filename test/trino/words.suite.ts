import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LocalEngine } from '../../local/query/local-engine';
import { collectRows } from '../../queries/query-result';
import { readAnswers, WORDINGS } from '../local/query/athena-words/words';
import { compareAnswers } from './compare/compare-answers';
import { type Answer, readTrinoAnswer } from './compare/read-trino-answer';
import { recordWords } from './evidence-file';
import { readProof, trinoOver } from './proof';

const AT_ONCE = 3;
const answers = new Map<string, Answer | Error>();

beforeAll(async () => {
  const trino = trinoOver(readProof().incidents);
  const waiting = [...WORDINGS];
  const ask = async () => {
    for (let wording = waiting.shift(); wording !== undefined; wording = waiting.shift()) {
      try {
        answers.set(wording.text, readTrinoAnswer(await trino.query(wording.sql)));
      } catch (error) {
        answers.set(wording.text, error as Error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  recordWords(answers);
});

const recorded = readAnswers();

test.each(WORDINGS.map(({ text }) => text))('%s is answered as the local tests have it', (text) => {
  expect(answers.get(text)).toEqual(recorded.get(text));
});

test('no answer is kept of what is not asked any more', () => {
  expect([...recorded.keys()].toSorted()).toEqual(WORDINGS.map(({ text }) => text).toSorted());
});

describe('questions that nobody saved', () => {
  const { incidents } = readProof();
  const questions = readFileSync(path.join(__dirname, 'ad-hoc.txt'), 'utf8').split('\n').slice(0, -1);
  let local: LocalEngine;
  beforeAll(async () => {
    local = await LocalEngine.open(incidents.delivered);
  });
  afterAll(async () => {
    await local.close();
  });

  test.each(questions)('%s', async (question) => {
    const duckdb = await local.run(question);
    const trino = readTrinoAnswer(await trinoOver(incidents).query(question));
    expect(trino.rows).not.toEqual([]);
    expect(
      compareAnswers(trino, { columns: duckdb.columns, rows: await collectRows(duckdb) }),
    ).toBeUndefined();
  });
});
