import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { type Finding, SEVERITIES } from '../../../analysis/finding';
import { isoTime } from '../../../analysis/iso-time';
import { TrailAnalyzer } from '../../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../../detections/catalogue';
import { placeDetections } from '../../../detections/placement';
import type { StoryItem } from '../../../handlers/stories/story-item';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { startOfDay } from '../../../simulate/clock';
import { play } from '../../../simulate/play';
import { findScenario, SCENARIOS } from '../../../simulate/scenarios/registry';
import { deployed } from '../harness/deployed';
import { STATE, TRAIL_GROUP } from '../harness/environment';
import { subscriptionEvent } from '../harness/subscription';

const underTest = deployed('trail-analyzer');

/** Those that go on for days have tests of their own, with larger batches. */
const SCENARIO_NAMES = SCENARIOS.filter(({ hours }) => hours <= 24).map(({ name }) => name);
const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });
const { trailRules, placeOf } = placeDetections(CATALOGUE);
/** Alarms that people are told of, at the first record that they match. */
const SOUNDING = CATALOGUE.flatMap(({ id, set, severity, detector, alarm }) =>
  placeOf.get(id) === 'metric-filter' &&
  detector.kind === 'filter' &&
  set === 'tuned' &&
  severity !== 'low' &&
  alarm?.threshold === 1
    ? [{ severity, pattern: parseFilterPattern(detector.pattern) }]
    : [],
);

const batch = (records: readonly CloudTrailRecord[]) =>
  subscriptionEvent(
    records.map((record) => JSON.stringify(record)),
    { logGroup: TRAIL_GROUP },
  );
/** Of each actor the latest story and those of before, of which the table knows how far they had got. */
const stories = (): readonly Finding[] =>
  underTest.aws.dynamoDb
    .items(STATE)
    .filter(({ kind }) => kind?.S === 'trail-story')
    .flatMap(({ body }) => {
      const { finding, others = [] } = JSON.parse(body?.S ?? '{}') as StoryItem;
      const before = others.map(({ count, ...other }) => ({
        ...finding,
        ...other,
        changes: [{ state: 'END' as const, at: other.lastSeen, count }],
      }));
      return [...before, finding];
    });

/** What a replay finds in these and no alarm shows. */
function foundByReplay(records: readonly CloudTrailRecord[]): readonly Finding[] {
  const analyzer = new TrailAnalyzer(trailRules, {
    isShown: (record, finding) =>
      SOUNDING.some(
        ({ severity, pattern }) =>
          SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(finding) && pattern.matchesRecord(record),
      ),
  });
  for (const record of records) analyzer.add(record, Date.parse(record.eventTime) / 1000);
  return analyzer.finish().findings;
}

/** Every story that the state table held after some batch, as it stood last: one that is over gives its place to the next. */
async function storiesOf(batches: readonly (readonly CloudTrailRecord[])[]): Promise<readonly Finding[]> {
  const known = new Map<string, Finding>();
  for (const records of batches) {
    const answer = await underTest.lambda.invoke(batch(records));
    expect(answer).toEqual({ kind: 'answer', value: undefined });
    for (const finding of stories()) known.set(finding.id, finding);
  }
  return [...known.values()];
}

function inBatches(records: readonly CloudTrailRecord[], size: number) {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
    records.slice(index * size, (index + 1) * size),
  );
}

/** Of all records, told or not: a story that goes on tells again when its count has doubled. */
const countOf = ({ changes, evidence }: Finding) => {
  const last = changes.at(-1);
  return last?.state === 'END' ? last.count : (evidence['count'] ?? last?.count);
};
const briefly = (finding: Finding) => {
  const { detection, source, severity, firstSeen, lastSeen } = finding;
  return `${severity} ${detection} by ${source}, ${countOf(finding)} from ${isoTime(firstSeen)} to ${isoTime(lastSeen)}`;
};

test.each(SCENARIO_NAMES.map((scenario, index) => [scenario, 37 + 20 * index]))(
  'the bundle finds in %s what the replay finds and no alarm shows, its records in batches of %d',
  async (scenario, size) => {
    const records = recordsOf(scenario);
    const told = await storiesOf(inBatches(records, size));
    expect(inWords(told)).toEqual(inWords(foundByReplay(records)));
  },
);

/**
 * A month has 30,000 records. `LONG_REPLAYS=all` (`.ci/nightly long-replays`) plays it in order, too, and delivers each of its
 * records twice where each commit is judged by every fourth.
 */
const IS_WHOLE = process.env['LONG_REPLAYS'] === 'all';
const LONG = SCENARIOS.filter(({ name, hours }) => hours > 24 && (IS_WHOLE || name !== 'quiet-month')).map(
  ({ name }) => name,
);
const LONG_BATCH = 500;
const inWords = (findings: readonly Finding[]) => findings.map(briefly).sort();

test.each(LONG)('the same of %s, which goes on for days', async (scenario) => {
  const records = inTimeOrder(recordsOf(scenario, LONG_AGO));
  const told = await storiesOf(inBatches(records, LONG_BATCH));
  expect(inWords(told)).toEqual(inWords(foundByReplay(records)));
});

test('the same of a month at the end of which something is new, delivered twice and out of order by half an hour', async () => {
  const month = inTimeOrder(recordsOf('quiet-month', LONG_AGO));
  const [known] = month.filter(({ eventName }) => eventName === 'UpdateService').slice(-1);
  const news = { ...(known as CloudTrailRecord), eventID: 'news', awsRegion: 'ap-south-2' };
  const records = [...month, news];
  const late = fc.sample(fc.integer({ min: 0, max: 1_800 }), { seed: 3, numRuns: 2 * records.length });
  const again = records.filter((_, index) => IS_WHOLE || index % 4 === 0);
  const delivered = [...records, ...again]
    .map((record, index) => ({ record, at: Date.parse(record.eventTime) / 1_000 + (late[index] ?? 0) }))
    .sort((one, other) => one.at - other.at)
    .map(({ record }) => record);
  const told = await storiesOf(inBatches(delivered, 3 * LONG_BATCH));
  expect(told.map(({ detection }) => detection)).toContain('first-time-region');
  expect(inWords(told)).toEqual(inWords(foundByReplay(records)));
});

test('what one person does in many accounts is one story, though each account has an actor of its own', async () => {
  const records = recordsOf('organization-blinded').filter(({ eventName }) =>
    /^(Stop|Delete)/.test(eventName),
  );
  const inAccounts = ({ detection }: Finding) => detection === 'watching-cut-in-many-accounts';
  const told = (await storiesOf(inBatches(records, 1))).filter(inAccounts);
  const [found] = foundByReplay(records).filter(inAccounts);
  expect(found).toBeDefined();
  expect(told[0]).toMatchObject({ source: found?.source, firstSeen: found?.firstSeen });
  expect(told).toHaveLength(1);
});

/** Real records that stay outside of this repository. */
const PUBLISHED = path.join(__dirname, '../../../../shared/data/cloudtrail');
const SETS: readonly (readonly [string, () => readonly CloudTrailRecord[]])[] = [
  ...SCENARIO_NAMES.map((name) => [name, () => recordsOf(name)] as const),
  ...(existsSync(PUBLISHED) ? [['published records', () => publishedRecords()] as const] : []),
];

/*
 * Of first times the order of days matters: what comes when what was before it is not known yet is news, and has been
 * told. None of these goes on for long enough to learn; the month above comes as CloudTrail delivers it.
 */
test.each(SETS)('the same of %s in any order, every record twice, cut anywhere', async (_, recordsIn) => {
  const records = recordsIn();
  const found = foundByReplay(records);
  const [order = []] = fc.sample(
    fc.shuffledSubarray([...records, ...records], { minLength: 2 * records.length }),
    { seed: records.length, numRuns: 1 },
  );
  const told = await storiesOf(inBatches(order, Math.ceil(order.length / 9)));
  // Of values that are kept once a while, whoever saw a later record first has counted it, too: spans may be wider.
  const overlaps = (one: Finding) => (other: Finding) =>
    other.detection === one.detection &&
    isAboutSame(one, other) &&
    other.firstSeen <= one.lastSeen + 3_600 &&
    one.firstSeen <= other.lastSeen + 3_600;
  // Of several stories of one actor that one delivery completes, the table holds the latest.
  const isFollowed = (one: Finding) =>
    told.some(
      ({ detection, source, firstSeen }) =>
        detection === one.detection && source === one.source && firstSeen > one.lastSeen + 3_600,
    );
  expect(found.filter((one) => !told.some(overlaps(one)) && !isFollowed(one)).map(briefly)).toEqual([]);
  expect(told.filter((one) => !found.some(overlaps(one))).map(briefly)).toEqual([]);
  // None is told as two.
  expect(told.length).toBeLessThanOrEqual(found.length);
});

/** A month that is over on every clock: what is ahead of it is taken for now. */
const LONG_AGO = '2025-01-06';

function inTimeOrder(records: readonly CloudTrailRecord[]): readonly CloudTrailRecord[] {
  return records.toSorted((one, other) => Date.parse(one.eventTime) - Date.parse(other.eventTime));
}

function recordsOf(scenario: string, day = '2026-11-02'): readonly CloudTrailRecord[] {
  return play(findScenario(scenario), 11, startOfDay(day)).events.map(({ record }) => record);
}

function publishedRecords(): readonly CloudTrailRecord[] {
  const files = readdirSync(PUBLISHED, { recursive: true, encoding: 'utf8' });
  const documents = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(path.join(PUBLISHED, file), 'utf8')));
  return documents
    .flatMap((document) => document.Records ?? document)
    .filter((record) => isInstant(record?.eventTime) && typeof record.eventName === 'string');
}

/** A case of several actors is told about the one whose record made it one, of those that had come. */
const isAboutSame = (one: Finding, other: Finding) =>
  one.source === other.source ||
  [one, other].some(({ causes = [] }, index) =>
    causes.some(({ identityArn }) => identityArn === [other, one][index]?.source),
  );

const isInstant = (text: unknown) => typeof text === 'string' && !Number.isNaN(Date.parse(text));
