import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LocalEngine } from '../../local/query/local-engine';
import { collectRows } from '../../queries/query-result';
import { EDGES, type EdgeAnswer, edgeSql, readEdgeAnswers } from '../local/query/athena-words/edges';
import { readAnswers, WORDINGS } from '../local/query/athena-words/words';
import { TrinoQueryError } from './client/trino-client';
import { compareAnswers } from './compare/compare-answers';
import { type Answer, readTrinoAnswer } from './compare/read-trino-answer';
import { recordEdges, recordWords } from './evidence-file';
import { readProof, trinoOver } from './proof';

const AT_ONCE = 3;
const answers = new Map<string, Answer | Error>();
const edges = new Map<string, EdgeAnswer>();

/** Asks of a list, so many at once. */
async function askAll<T>(waiting: T[], ask: (one: T) => Promise<void>): Promise<void> {
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      await ask(one);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

beforeAll(async () => {
  const trino = trinoOver(readProof().incidents);
  await askAll([...WORDINGS], async ({ text, sql }) => {
    try {
      answers.set(text, readTrinoAnswer(await trino.query(sql)));
    } catch (error) {
      answers.set(text, error as Error);
    }
  });
  await askAll([...EDGES], async (text) => {
    try {
      edges.set(text, readTrinoAnswer(await trino.query(edgeSql(text))));
    } catch (error) {
      edges.set(text, { error: error instanceof TrinoQueryError ? error.errorName : String(error) });
    }
  });
  recordWords(answers);
  recordEdges(edges);
});

test('every edge case is answered or refused as the local tests have it', () => {
  // As JSON has them, which the kept ones went through: it knows no zero below zero.
  const asKept = JSON.parse(JSON.stringify(Object.fromEntries(edges)));
  expect(asKept).toEqual(Object.fromEntries(readEdgeAnswers()));
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
