import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '../../../analysis/finding';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import { HANDLER_SIZING } from '../../../handlers/sizing';
import { storyShapeOf, subjectKey } from '../../../handlers/stories/subject-key';
import { replay } from '../../../local/replay/replay';
import type { Subject } from '../faults/subject';
import { SUBJECTS } from '../faults/subjects';
import { bundle, LambdaProcess } from '../harness/lambda';
import { deliveredWithin, type PlayedIncident, playIncident } from '../harness/played-incident';
import { subscriptionEvent } from '../harness/subscription';
import { Emulator } from './emulator';
import { EmulatorWorld } from './emulator-world';

/**
 * An incident of the simulator through the deployed bundles and through the replay. Logs Insights' answers are
 * recorded: the lines that the query's filter lets through, as far as they are delivered; the rules drop the rest.
 */
jest.setTimeout(600_000);

const DETECTIONS_BY_ID = new Map(ANALYZER_DETECTIONS.map((detection) => [detection.id, detection]));
const SCENARIO = 'port-opened-then-probed';
const STARTED = Math.floor(Date.now() / 1000);
const MINUTE = 60;
const STEP = 300;
/** What the subscription lets through: an SSH port in any field, and lost records. */
const SUBSCRIBED = /\s22\s|\s2222\s|SKIPDATA/;
/** Rules that look beyond a batch of SSH lines: they need API calls, or all ports. */
const BEYOND_BATCH = ['ssh-port-opened-then-probed', 'port-scan', 'address-scan', 'unusual-egress'];

let emulator: Emulator;
let folder: string;
let incident: PlayedIncident;
let replayed: readonly Finding[];
let world: EmulatorWorld;
let variables: Readonly<Record<string, string>>;
const running: LambdaProcess[] = [];
beforeAll(async () => {
  emulator = await Emulator.start();
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-replay-'));
  incident = await playIncident(SCENARIO, path.join(folder, SCENARIO));
  const { settings } = incident;
  replayed = (await replay({ folder: incident.folder, settings })).result.findings;
});
beforeEach(async () => {
  world = new EmulatorWorld(emulator.endpoint, SUBJECTS[0] as Subject);
  variables = {
    ...(await world.start()),
    SSH_PORTS: JSON.stringify(incident.settings.sshPorts),
    TRUSTED_CIDRS: JSON.stringify(incident.settings.trustedCidrs),
    EGRESS_PORTS: JSON.stringify(incident.settings.egressPorts),
  };
});
afterEach(async () => {
  for (const lambda of running.splice(0)) await lambda.stop();
  await world.stop();
});
afterAll(async () => {
  await emulator?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Handler = 'flow-log-analyzer' | 'ssh-campaign-analyzer';

/** A deployed handler that can be run at any time, epoch seconds. */
function deploy(name: Handler): (event: object, at: number) => Promise<void> {
  const lambda = new LambdaProcess(bundle(name), world.server.endpoint(), variables);
  running.push(lambda);
  const { timeoutSeconds } = HANDLER_SIZING[name];
  return async (event, at) => {
    const outcome = await lambda.invoke(event, { timeoutSeconds, aheadSeconds: at - STARTED });
    expect(outcome).toMatchObject({ kind: 'answer' });
  };
}

/** What lies in the state table. */
async function stories(): Promise<readonly Finding[]> {
  const items = await world.account.stateItems();
  return [...items].flatMap(([key, item]) => (key.startsWith('story ') ? [item['finding'] as Finding] : []));
}

test('the incident as one batch: the findings of the replay, by id, but for the rules that look further', async () => {
  const analyze = deploy('flow-log-analyzer');
  const lines = incident.lines.map(({ what }) => what).filter((line) => SUBSCRIBED.test(line));
  await analyze(subscriptionEvent(lines), incident.until);
  const within = replayed.filter(({ detection }) => !BEYOND_BATCH.includes(detection));
  expect(within.length).toBeGreaterThan(2);
  expect(idsOf(await stories())).toEqual(idsOf(within));
});

test('minute by minute as it is delivered, both analyzers on one table: the stories of the replay', async () => {
  const analyze = deploy('flow-log-analyzer');
  const judgeHour = deploy('ssh-campaign-analyzer');
  let now = incident.from;
  world.recordings.logs.insights = (_query, from, until) =>
    deliveredWithin(incident.lines, { from, until }, now).map((line) => ({ '@message': line }));
  for (; now <= incident.until; now += MINUTE) {
    const isNew = ({ deliveredAt }: { deliveredAt: number }) =>
      deliveredAt <= now && deliveredAt > now - MINUTE;
    const lines = incident.lines.filter(isNew).filter(({ what }) => SUBSCRIBED.test(what));
    if (lines.length > 0) await analyze(subscriptionEvent(lines.map(({ what }) => what)), now);
    const calls = incident.calls.filter(isNew);
    await world.account.log(
      world.account.names.trailGroup,
      calls.map(({ at, what }) => ({ timestamp: at * 1000, message: JSON.stringify(what) })),
    );
    if ((now - incident.from) % STEP === 0) await judgeHour({}, now);
  }
  const found = await stories();
  expect(found.map(aboutOf).sort()).toEqual(replayed.map(aboutOf).sort());
  for (const story of found) {
    const whole = replayed.find((other) => aboutOf(other) === aboutOf(story));
    if (whole === undefined || whole.id === story.id) continue;
    // The one difference: a story keeps the id under which it was told first, from what was delivered by then,
    // which can begin some minutes later, or know but one of the sources.
    const [detection, source = ''] = story.id.split('/');
    const began = Date.parse(`${story.id.split('/').at(-1)}Z`) / 1000;
    expect(detection).toBe(whole.detection);
    expect([whole.source, '*'].includes(source) || whole.source === '*').toBe(true);
    expect(began).toBeGreaterThan(whole.firstSeen - MINUTE);
    expect(began).toBeLessThanOrEqual(whole.lastSeen);
  }
  const told = await world.published();
  const ids = told.map(({ attributes }) => attributes['id']);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});

const idsOf = (findings: readonly Finding[]) => findings.map(({ id }) => id).sort();
/** What each story is about, and the second in which it began. */
const aboutOf = (finding: Finding) =>
  `${subjectKey(finding, storyShapeOf(finding.detection, DETECTIONS_BY_ID))} ${finding.firstSeen}`;
