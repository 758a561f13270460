import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '../../../analysis/finding';
import { quietSeconds } from '../../../analysis/ssh/stories/quiet-seconds';
import { buildCatalogue } from '../../../detections/catalogue';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import { runCampaign } from '../../../handlers/ssh-campaign-analyzer/run-campaign';
import type { StoryItem } from '../../../handlers/stories/story-item';
import { storyShapeOf, subjectKey } from '../../../handlers/stories/subject-key';
import { replay } from '../../../local/replay/replay';
import { FakeAws } from '../fake-aws/fake-aws';
import { STATE } from '../harness/environment';
import { reportingTo } from '../harness/in-process';
import { deliveredWithin, type PlayedIncident, playIncident } from '../harness/played-incident';

const DETECTIONS_BY_ID = new Map(ANALYZER_DETECTIONS.map((detection) => [detection.id, detection]));
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

/** Runs every five minutes, or at the times that `isMissed` leaves, over what was delivered by then. */
async function campaign(
  { settings, format, lines, calls, from, until }: PlayedIncident,
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
  for (let run = 0; now <= until; run += 1, now += STEP) {
    if (isMissed(run)) continue;
    await runCampaign(
      {
        policy: settings,
        format,
        detections,
        reporting,
        readLines: async (span) => ({ lines: deliveredWithin(lines, span, now), cappedSpans: 0 }),
        countLines: () => Promise.reject(new Error('all was read')),
        readCalls: async (span) => deliveredWithin(calls, span, now),
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
    .map(
      (finding) =>
        `${subjectKey(finding, storyShapeOf(finding.detection, DETECTIONS_BY_ID))} ${finding.firstSeen}`,
    )
    .sort();

test.each(['port-opened-then-probed', 'workshop-incident', 'crypto-mining'])(
  '%s: runs every five minutes find the stories of the replay, begun at the same second',
  async (scenario) => {
    const incident = await playIncident(scenario, path.join(work, scenario));
    const { result } = await replay({ folder: incident.folder, settings: incident.settings });
    const found = await campaign(incident);
    expect(stories(found)).toEqual(stories(result.findings.filter(({ log }) => log !== 'cloudtrail')));
    for (const { detection, changes, lastSeen } of result.findings.filter(
      ({ log }) => log !== 'cloudtrail',
    )) {
      const end = changes.find(({ state }) => state === 'END');
      if (end !== undefined)
        expect([detection, end.at - lastSeen]).toEqual([detection, quietSeconds(detection)]);
    }
  },
);

test('runs that are missed for an hour lose nothing and tell nothing twice', async () => {
  const incident = await playIncident('ssh-brute-force', path.join(work, 'ssh-brute-force'));
  const found = await campaign(incident, (run) => run % 12 !== 11);
  const { result } = await replay({ folder: incident.folder, settings: incident.settings });
  expect(stories(found)).toEqual(stories(result.findings.filter(({ log }) => log !== 'cloudtrail')));
  const ids = aws.published.map(({ attributes }) => attributes['id']);
  expect(new Set(ids).size).toBe(ids.length);
});
