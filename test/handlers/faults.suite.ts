import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CaseResult, FaultCase, type Place } from './faults/fault-case';
import { FAULTS, type HandlerFaults, renderFaultsPage, type TableFault } from './faults/faults-page';
import { inParallel } from './faults/in-parallel';
import { SUBJECTS } from './faults/subjects';
import { bundle } from './lambda';

/**
 * Each AWS call in turn goes wrong, in each way, in the bundles as they are deployed; then the event comes again, as
 * Lambda delivers it after an error, and then the next run.
 */
jest.setTimeout(300_000);

const pages: HandlerFaults[] = [];
afterAll(() => {
  const { FAULTS_TABLE } = process.env;
  if (FAULTS_TABLE === undefined) return;
  const file = path.resolve(FAULTS_TABLE);
  writeFileSync(file, renderFaultsPage(pages, existsSync(file) ? readFileSync(file, 'utf8') : ''));
});

describe.each(SUBJECTS)('$handler', (subject) => {
  const { handler, tells, toldBy, isMadeUpFor, isAboutFault = () => false } = subject;
  const rows = new Map<string, Map<TableFault, string>>();
  const notes: string[] = [];
  let folder: string;
  let expected: readonly string[];
  let places: readonly Place[];
  beforeAll(async () => {
    folder = bundle(handler);
    const { told, calls, outcomes } = await new FaultCase(subject, folder).run();
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ kind: 'answer' })));
    expected = told.toSorted();
    places = placesOf(calls);
    for (const place of places) rows.set(titleOf(place), new Map());
  });
  afterAll(() => {
    pages.push({ handler, tells, rows, notes });
  });

  test('without a fault everything is told once, and something there is', () => {
    expect(expected.length).toBeGreaterThan(1);
    expect(new Set(expected).size).toBe(expected.length);
  });

  test.each(FAULTS)('%s: nothing is lost, and what is told twice has the same id', async (fault) => {
    const wrong = await inParallel(places, async (place) => {
      const run = await new FaultCase(subject, folder).run({ fault, place });
      const isTwice = run.told.filter((each) => !isAboutFault(each)).length > expected.length;
      const isLater = run.toldByTries < expected.length;
      rows.get(titleOf(place))?.set(fault, isTwice ? 'twice' : isLater ? 'later' : 'once');
      // Without an error nothing is tried again anyway.
      const isAlone = isMadeUpFor && run.outcomes[0]?.kind !== 'answer';
      const alone = isAlone
        ? await new FaultCase(subject, folder).run({ fault, place, isNotTriedAgain: true })
        : undefined;
      return [
        ...problemsOf(run, fault, place, titleOf(place)),
        ...(alone === undefined ? [] : problemsOf(alone, fault, place, `${titleOf(place)}, not tried again`)),
      ];
    });
    expect(wrong.flat()).toEqual([]);
  });

  test.each([
    ['twice', 2, false],
    ['ten times at once', 10, true],
  ])('the same event %s is told once', async (often, times, isAtOnce) => {
    const { told, outcomes } = await new FaultCase(subject, folder).repeat(times, isAtOnce);
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'answer'));
    expect(told.toSorted()).toEqual(expected);
    notes.push(`The same event ${often}: told once.`);
  });

  function problemsOf(result: CaseResult, fault: TableFault, place: Place, where: string): readonly string[] {
    const { published, outcomes } = result;
    const told = result.told.filter((each) => !isAboutFault(each));
    const idsOf = (unit: string) => [
      ...new Set(
        published.filter((each) => toldBy(each).includes(unit)).map(({ attributes }) => attributes['id']),
      ),
    ];
    const last = outcomes.at(-1);
    return [
      ...expected.filter((unit) => !told.includes(unit)).map((unit) => `lost: ${unit}`),
      ...told.filter((unit) => !expected.includes(unit)).map((unit) => `made up: ${unit}`),
      ...expected.flatMap((unit) => (idsOf(unit).length > 1 ? [`told as ${idsOf(unit).join(' and ')}`] : [])),
      ...(told.length > expected.length && !mayBeTwice(fault, place) ? ['told twice'] : []),
      ...(fault === 'kill' && outcomes[0]?.kind !== 'killed' ? ['not killed'] : []),
      ...(last?.kind === 'answer' ? [] : [`the next run: ${JSON.stringify(last)}`]),
    ].map((problem) => `${where}: ${problem}`);
  }

  /** Only where a message may have gone out and the run could not write that down. */
  function mayBeTwice(fault: TableFault, { call }: Place): boolean {
    return call === 'SNS.Publish'
      ? fault === 'lose-answer' || fault === 'kill'
      : call.startsWith('DynamoDB.');
  }
});

/** The first and the last of the calls that are alike, in the order in which they are made. */
function placesOf(calls: readonly string[]): readonly Place[] {
  return [...new Set(calls)].flatMap((call) => {
    const times = calls.filter((each) => each === call).length;
    return [...new Set([1, times])].map((nth) => ({ call, nth }));
  });
}

function titleOf({ call, nth }: Place): string {
  return nth === 1 ? call : `${call}, last`;
}
