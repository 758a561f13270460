import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '../../../analysis/finding';
import { buildCatalogue } from '../../../detections/catalogue';
import { runCampaign } from '../../../handlers/ssh-campaign-analyzer/run-campaign';
import { quietSeconds } from '../../../analysis/ssh/quiet-seconds';
import type { StoryItem } from '../../../handlers/stories/story-item';
import { subjectKey } from '../../../handlers/stories/subject-key';
import { readSettings } from '../../../local/read-settings';
import { replay } from '../../../local/replay';
import { mergeSettings } from '../../../local/settings';
import { play } from '../../../local/simulate/play';
import { findScenario } from '../../../local/simulate/scenarios/registry';
import { simulate } from '../../../local/simulate/simulate';
import type { CloudTrailRecord } from '../../../records/cloudtrail-record';
import { compileFlowLogFormat } from '../../../records/flow-log-format';
import { filesOf, textOf } from '../../local/simulate/files-of';
import { STATE } from '../environment';
import { FakeAws } from '../fake-aws/fake-aws';
import { FORMAT_TEXT } from '../flow-lines';
import { reportingTo } from '../in-process';

jest.setTimeout(120_000);

const STEP = 300;
/** The rules whose horizon is a day are the daily audit's. */
const DAILY = ['ssh-slow-brute-force'];

let work: string;
let aws: FakeAws;
beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-campaign-'));
  aws = new FakeAws();
  await aws.start();
});
afterAll(async () => {
  await aws.stop();
  rmSync(work, { recursive: true });
});

interface Delivered<T> {
  readonly at: number;
  readonly deliveredAt: number;
  readonly what: T;
}

/** A scenario on disk and in memory: the same seed gives the same records. */
async function played(scenario: string) {
  const folder = path.join(work, scenario);
  rmSync(folder, { recursive: true, force: true });
  await simulate(scenario, 5, folder, { format: 'text' });
  const settings = mergeSettings(await readSettings(folder));
  const files = filesOf(folder);
  const format = compileFlowLogFormat(FORMAT_TEXT);
  const line = format.reader();
  const lines = files
    .filter((file) => file.includes('vpcflowlogs') && file.endsWith('.gz'))
    .flatMap((file) => textOf(folder, file).trim().split('\n').slice(1))
    .map((what, index): Delivered<string> => {
      line.read(what);
      const end = line.end ?? 0;
      return { at: line.start ?? end, deliveredAt: end + 120 + (index % 5) * 60, what };
    });
  const calls = files
    .filter((file) => file.includes('CloudTrail') && file.endsWith('.json.gz'))
    .flatMap((file) => (JSON.parse(textOf(folder, file)) as { Records: CloudTrailRecord[] }).Records)
    .map((what): Delivered<CloudTrailRecord> => {
      const at = Date.parse(what.eventTime) / 1000;
      return { at, deliveredAt: at + 300, what };
    });
  const dayStart = Math.min(...lines.map(({ at }) => at));
  const { hours } = play(findScenario(scenario), 5, 0) && findScenario(scenario);
  return { folder, settings, format, lines, calls, from: dayStart, until: dayStart + hours * 3_600 + 1_800 };
}

/** Runs every five minutes, or at the times that `isMissed` leaves, over what was delivered by then. */
async function campaign(
  { settings, format, lines, calls, from, until }: Awaited<ReturnType<typeof played>>,
  isMissed: (run: number) => boolean = () => false,
): Promise<readonly Finding[]> {
  aws.dynamoDb.tables.clear();
  aws.published.length = 0;
  let now = from;
  const detections = buildCatalogue({
    deployRoles: settings.deployRoles,
    homeRegions: settings.homeRegions ?? [],
  });
  const { reporting, close } = reportingTo(aws.endpoint(), detections, () => now);
  const within = <T>(all: readonly Delivered<T>[], span: { from: number; until: number }) =>
    all
      .filter(({ at, deliveredAt }) => deliveredAt <= now && at >= span.from && at <= span.until)
      .map(({ what }) => what);
  for (let run = 0; now <= until; run += 1, now += STEP) {
    if (isMissed(run)) continue;
    await runCampaign(
      {
        policy: settings,
        format,
        detections,
        reporting,
        readLines: async (span) => ({ lines: within(lines, span), cappedSpans: 0 }),
        readCalls: async (span) => within(calls, span),
      },
      now,
    );
  }
  close();
  return aws.dynamoDb.items(STATE).flatMap((item) => {
    if (item['kind']?.S !== 'story') return [];
    return [(JSON.parse(item['body']?.S ?? '') as StoryItem).finding];
  });
}

/** What each story is about and when it began, epoch seconds. */
const stories = (findings: readonly Finding[]) =>
  findings
    .filter(({ detection }) => !DAILY.includes(detection))
    .map((finding) => `${subjectKey(finding)} ${finding.firstSeen}`)
    .sort();

test.each(['port-opened-then-probed', 'workshop-incident', 'crypto-mining'])(
  '%s: runs every five minutes find the stories of the replay, begun at the same second',
  async (scenario) => {
    const incident = await played(scenario);
    const { result } = await replay({ folder: incident.folder, settings: incident.settings });
    const found = await campaign(incident);
    expect(stories(found)).toEqual(stories(result.findings));
    for (const { detection, changes, lastSeen } of result.findings) {
      const end = changes.find(({ state }) => state === 'END');
      if (end !== undefined)
        expect([detection, end.at - lastSeen]).toEqual([detection, quietSeconds(detection)]);
    }
  },
);

test('runs that are missed for an hour lose nothing and tell nothing twice', async () => {
  const incident = await played('ssh-brute-force');
  const found = await campaign(incident, (run) => run % 12 !== 11);
  const { result } = await replay({ folder: incident.folder, settings: incident.settings });
  expect(stories(found)).toEqual(stories(result.findings));
  const ids = aws.published.map(({ attributes }) => attributes['id']);
  expect(new Set(ids).size).toBe(ids.length);
});
