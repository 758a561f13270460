import { LocalEngine } from '../../../../local/query/local-engine';
import { collectRows } from '../../../../queries/query-result';
import { compareAnswers } from '../../../trino/compare/compare-answers';
import { createLogFolder, type LogFolderFixture } from '../query-folder';
import { EDGE_DIFFERENCES } from './edge-differences';
import { EDGES, edgeSql, readEdgeAnswers } from './edges';

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

const recorded = readEdgeAnswers();

/** What is otherwise than Trino has it, in a sentence; undefined where both answer alike, or both refuse. */
async function difference(text: string): Promise<string | undefined> {
  const trino = recorded.get(text);
  if (trino === undefined) {
    return 'Trino was never asked; run `npm run test:trino` and `npm run evidence:engines`';
  }
  try {
    const answer = await engine.run(edgeSql(text));
    const rows = await collectRows(answer);
    return 'error' in trino
      ? `Trino refuses (${trino.error}), here ${JSON.stringify(rows)}`
      : compareAnswers(trino, { columns: answer.columns, rows });
  } catch (error) {
    return 'error' in trino ? undefined : `refused: ${(error as Error).message}`;
  }
}

test('every edge case is answered as Trino answers it or refused as it refuses, but for those that are listed', async () => {
  const found: string[] = [];
  for (const text of EDGES) {
    const what = await difference(text);
    const known = EDGE_DIFFERENCES.find(({ cases }) => cases.test(text));
    if (what !== undefined && known === undefined) found.push(`${text}: ${what}`);
  }
  expect(found).toEqual([]);
});

test.each(EDGE_DIFFERENCES.map(({ how, cases }) => [how, cases] as const))(
  'listed and still so: %s',
  async (_how, cases) => {
    const listed = EDGES.filter((text) => cases.test(text));
    expect(listed).not.toEqual([]);
    for (const text of listed) {
      expect([text, await difference(text)]).not.toEqual([text, undefined]);
    }
  },
);

test('there are edge cases of what is refused, and of NULL', () => {
  const refused = [...recorded.values()].filter((answer) => 'error' in answer);
  expect(refused.length).toBeGreaterThan(100);
  expect(EDGES.filter((text) => text.includes('cast(null as')).length).toBeGreaterThan(300);
});
