import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MOST_SEARCH_BYTES } from './fake-aws/search';
import { Environments } from './faults/environments';
import { fakeWorld, IMPATIENT_MILLISECONDS, type RunsBefore } from './faults/fake-world';
import { type CaseOptions, FaultCase, type Place, type Requests } from './faults/fault-case';
import {
  FAULTS,
  type FloodRow,
  type HandlerFaults,
  renderFaultsPage,
  type TableFault,
} from './faults/faults-page';
import { inParallel } from './faults/in-parallel';
import { AUTHOR_MEANS, type AuthorMeans } from './faults/log-author';
import { placesOf, titleOf } from './faults/places-of';
import { problemsOf } from './faults/problems-of';
import { SUBJECTS } from './faults/subjects';
import { amongOthers } from './faults/told-findings';
import { FLOOD_KINDS, playFlood } from './flood/flood-curves';
import { bundle } from './harness/lambda';

/**
 * Each AWS call in turn goes wrong, in each way, in the bundles as they are deployed; then the event comes again, as
 * Lambda delivers it after an error, and then the next run.
 */
jest.setTimeout(600_000);

/** So many cases at a time: those that wait for clients to give up, and those that are busy. */
const WAITING = 8;
const BUSY = 4;

/** An item of DynamoDB has 400 KB, a message of SNS 256 KB; a hundred findings of Security Hub are more. */
const MOST_REQUEST_BYTES = 400 * 1024;

const pages: HandlerFaults[] = [];
const floods: FloodRow[] = [];
afterAll(() => {
  const { FAULTS_TABLE } = process.env;
  if (FAULTS_TABLE === undefined) return;
  const file = path.resolve(FAULTS_TABLE);
  writeFileSync(file, renderFaultsPage(pages, floods, existsSync(file) ? readFileSync(file, 'utf8') : ''));
});

describe.each(SUBJECTS.map((subject) => ({ ...subject, title: subject.title ?? subject.handler })))(
  '$title',
  (subject) => {
    const { handler, title, tells, isMadeUpFor, isAboutFault = () => false } = subject;
    const rows = new Map<string, Map<TableFault, string>>();
    const author = new Map<AuthorMeans, ReadonlyMap<string, Requests>>();
    const notes: string[] = [];
    let folder: string;
    let expected: readonly string[];
    let places: readonly Place[];
    const before: RunsBefore = new Map();
    const patient = new Environments();
    const impatient = new Environments();
    beforeAll(async () => {
      folder = bundle(handler);
      const world = fakeWorld(subject, undefined, before);
      const { told, calls, outcomes } = await new FaultCase(subject, folder, world).run();
      expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ kind: 'answer' })));
      expected = told.toSorted();
      places = placesOf(calls);
      for (const place of places) rows.set(titleOf(place), new Map());
    });
    afterAll(async () => {
      await patient.close();
      await impatient.close();
      pages.push({ handler: title, tells, rows, author, notes });
    });

    test('without a fault everything is told once, and something there is', () => {
      expect(expected.length).toBeGreaterThan(1);
      expect(new Set(expected).size).toBe(expected.length);
    });

    test.each(FAULTS)('%s: nothing is lost, and what is told twice has the same id', async (fault) => {
      const isWaited = fault === 'time-out';
      const wrong = await inParallel(isWaited ? WAITING : BUSY, places, async (place) => {
        const patience = isWaited ? IMPATIENT_MILLISECONDS : undefined;
        const runCase = (options: CaseOptions) =>
          (isWaited ? impatient : patient).use((environment) =>
            new FaultCase(subject, folder, fakeWorld(subject, patience, before), environment).run(options),
          );
        const run = await runCase({ fault, place });
        const isTwice = run.told.filter((each) => !isAboutFault(each)).length > expected.length;
        const isLater = run.toldByTries < expected.length;
        rows.get(titleOf(place))?.set(fault, isTwice ? 'twice' : isLater ? 'later' : 'once');
        // Without an error nothing is tried again anyway.
        const isAlone = isMadeUpFor && run.outcomes[0]?.kind !== 'answer';
        const alone = isAlone ? await runCase({ fault, place, isNotTriedAgain: true }) : undefined;
        return [
          ...problemsOf(subject, expected, run, fault, place),
          ...(alone === undefined
            ? []
            : problemsOf(subject, expected, alone, fault, place).map(
                (problem) => `not tried again: ${problem}`,
              )),
        ];
      });
      expect(wrong.flat()).toEqual([]);
    });

    test.each(AUTHOR_MEANS)(
      "what a log's author does with %s keeps nothing from being told, and no request grows past a limit",
      async (means) => {
        const { told, outcomes, requests } = await new FaultCase(subject, folder).runBeside(means);
        expect(outcomes).toEqual([expect.objectContaining({ kind: 'answer' })]);
        const isTold = (finding: string) =>
          told.includes(finding) || told.includes(amongOthers(finding.split('/')[1] ?? ''));
        expect(expected.filter((finding) => !isTold(finding))).toEqual([]);
        for (const [call, { largest }] of requests) {
          const most = call.startsWith('OpenSearch.') ? MOST_SEARCH_BYTES : MOST_REQUEST_BYTES;
          expect([call, largest < most]).toEqual([call, true]);
        }
        author.set(means, requests);
      },
    );

    test.each([
      ['twice', 2, false],
      ['ten times at once', 10, true],
    ])('the same event %s is told once', async (often, times, isAtOnce) => {
      const { told, outcomes } = await new FaultCase(subject, folder).repeat(times, isAtOnce);
      expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'answer'));
      expect(told.toSorted()).toEqual(expected);
      notes.push(`The same event ${often}: told once.`);
    });
  },
);

test.each(FLOOD_KINDS)(
  'a flood by %s of up to a million records hides nobody for two minutes',
  async (kind) => {
    for (const count of [100, 1_000, 10_000, 100_000, 1_000_000]) {
      const [soon, late] = [await playFlood(count, kind, 1), await playFlood(count, kind, 40)];
      const worse = soon.delaySeconds > late.delaySeconds ? soon : late;
      expect([kind, count, ...soon.errors, ...late.errors]).toEqual([kind, count]);
      expect(worse.delaySeconds).toBeLessThan(120);
      expect(worse.largestItem).toBeLessThan(400 * 1024);
      floods.push({ ...worse, kind });
    }
  },
);
