import { readEngineFacts } from '../../docs/evidence/engine-facts';
import { queryCatalogue } from '../../queries/catalogue';
import { askBoth, type Pair } from './compare/ask-both';
import { compareAnswers } from './compare/compare-answers';
import { KNOWN_DIFFERENCES } from './compare/exceptions';
import { chooseRuns, ONE_HOUR, planRuns, questionsOf, WHOLE_LAKE } from './compare/runs';
import { countedRuns, recordRun } from './evidence-file';
import { readProof } from './proof';
import { looksBack } from './pruning/one-hour';

const proof = readProof();
const planned = planRuns(proof);
/** Some of the runs, where somebody has not the time for all: what a pattern leaves out is told as skipped. */
const runs = chooseRuns(planned, process.env['TRINO_RUNS']);
const has = (...titles: readonly string[]) =>
  titles.every((title) => runs.some((run) => run.title === title));
const isAll = runs.length === planned.length;
const inAllRuns = isAll ? test : test.skip;
const answered = new Map<string, number>();
const bytesRead = new Map<string, ReadonlyMap<string, number>>();

/** What is wrong with a pair of answers, in a sentence; undefined when the engines agree. */
function disagreement({ trino, duckdb }: Pair): string | undefined {
  const errors = [
    trino instanceof Error ? `Trino: ${trino.message}` : undefined,
    duckdb instanceof Error ? `DuckDB: ${duckdb.message}` : undefined,
  ].filter((text) => text !== undefined);
  if (errors.length > 0) {
    return errors.join('; ');
  }
  return trino instanceof Error || duckdb instanceof Error ? undefined : compareAnswers(trino, duckdb);
}

describe.each(runs)('$title', (run) => {
  const queries = questionsOf(run, queryCatalogue());
  let pairs: ReadonlyMap<string, Pair>;

  beforeAll(async () => {
    pairs = await askBoth(run, queries);
    for (const [id, { trino }] of pairs) {
      const rows = trino instanceof Error ? 0 : trino.rows.length;
      answered.set(id, (answered.get(id) ?? 0) + rows);
    }
    bytesRead.set(run.title, new Map([...pairs].map(([id, { bytesRead: bytes }]) => [id, bytes])));
    recordRun(run, [...pairs.values()], isAll);
  });

  test.each(queries.map(({ id }) => id))('%s answers the same on Trino and on DuckDB', (id) => {
    const pair = pairs.get(id);
    const known = KNOWN_DIFFERENCES.find(({ query, run: title }) => query === id && title === run.title);
    const found = pair === undefined ? 'was not asked' : disagreement(pair);
    if (known === undefined) {
      expect(found).toBeUndefined();
    } else {
      expect(found).toBeDefined();
    }
  });
});

/** No simulated container refuses anything; `test:workload` asks the question of real refusals. */
const ANSWERED_ELSEWHERE = ['container-refusals'];

inAllRuns('every question finds rows in some run, so that no two engines agree only on nothing', () => {
  expect([...answered].filter(([, rows]) => rows === 0).map(([id]) => id)).toEqual(ANSWERED_ELSEWHERE);
});

(has(WHOLE_LAKE, ONE_HOUR) ? test : test.skip).each(
  queryCatalogue()
    .filter((query) => !looksBack(query))
    .map(({ id }) => id),
)('%s reads for one hour less than a quarter of what it reads for the whole time', (id) => {
  const hour = bytesRead.get(ONE_HOUR)?.get(id) ?? 0;
  const whole = bytesRead.get(WHOLE_LAKE)?.get(id) ?? 0;
  expect(hour).toBeGreaterThan(0);
  expect(hour * 4).toBeLessThan(whole);
});

test('docs/evidence.md tells of these runs, with as many questions and about as many rows', () => {
  const kept = new Map(readEngineFacts().runs.map((run) => [run.title, run]));
  const counted = countedRuns();
  const titles = counted.map(({ title }) => title);
  const isWhole = isAll && proof.recorded !== undefined;
  expect([...kept.keys()].filter((title) => isWhole || titles.includes(title))).toEqual(titles);
  for (const { title, questions, withRows, rows } of counted) {
    const told = kept.get(title);
    expect([title, told?.questions]).toEqual([title, questions]);
    // Every new example of a detection is a few rows more; the evidence need not be written again for each.
    expect(Math.abs((told?.withRows ?? 0) - withRows)).toBeLessThan(5);
    expect(Math.abs((told?.rows ?? 0) - rows)).toBeLessThan(rows / 10);
  }
});

for (const { title } of planned.filter((run) => !runs.includes(run))) {
  test.skip(`${title}: TRINO_RUNS leaves it out`, () => {});
}

if (proof.recorded === undefined) {
  test.skip('recorded logs: the folder ../shared/data is absent', () => {});
}
