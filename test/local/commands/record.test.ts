import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { exampleEvent } from '../../../detections/examples/example-event';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { simulate } from '../../../simulate/simulate';
import { run } from '../story/printed-commands';

const schema = JSON.parse(
  readFileSync(path.join(__dirname, '../../../docs/schemas/record.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);

interface Judged {
  readonly detection: string;
  readonly holds: boolean;
  readonly conditions: readonly { readonly text: string; readonly held: boolean }[];
  readonly because: readonly string[];
}

let work: string;
let incident: string;
beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-record-'));
  incident = path.join(work, 'incident');
  await simulate('workshop-incident', 414, incident);
});
afterAll(() => rmSync(work, { recursive: true }));

async function judgementsOf(id: string, folder: string): Promise<readonly (readonly Judged[])[]> {
  const { stdout, stderr } = await run('record', id, folder, '--format', 'json');
  expect(stderr).toBe('');
  const document = JSON.parse(stdout);
  expect(validate(document) ? [] : validate.errors).toEqual([]);
  return document.records.map(({ detections }: { detections: readonly Judged[] }) => detections);
}

/** Of several flows those that there are. */
async function judgementsOfAny(
  flows: readonly string[],
  folder: string,
): Promise<readonly (readonly Judged[])[]> {
  const found: (readonly Judged[])[] = [];
  for (const flow of new Set(flows)) {
    const { status } = await run('record', flow, folder, '--format', 'json');
    if (status === 0) found.push(...(await judgementsOf(flow, folder)));
  }
  return found;
}

/** Judges the first of some records that lie in a folder together. */
async function judgeFirst(...records: readonly CloudTrailRecord[]): Promise<ReadonlyMap<string, Judged>> {
  const folder = mkdtempSync(path.join(work, 'records-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: records }));
  const [judged = []] = await judgementsOf(records[0]?.eventID ?? '', folder);
  return new Map(judged.map((judgement) => [judgement.detection, judgement]));
}

const failedOf = (judged: Judged | undefined) =>
  judged?.conditions.filter(({ held }) => !held).map(({ text }) => text);

test('of a pattern each condition is told, with the value that was found', async () => {
  const judged = await judgeFirst(
    exampleEvent('cloudtrail', 'StopLogging', { name: 'harbor-trail' }, { errorCode: 'AccessDenied' }),
  );
  expect(judged.get('trail-stopped')?.conditions).toEqual([
    { text: 'eventSource is "cloudtrail.amazonaws.com"', held: true },
    { text: 'eventName is "StopLogging"', held: true },
    { text: 'errorCode is "AccessDenied", and should be absent', held: false },
  ]);
});

test('of a rule in code what it looked at is told, whether it holds or not', async () => {
  const refused = await judgeFirst(
    exampleEvent('cloudtrail', 'StopLogging', { name: 'harbor-trail' }, { errorCode: 'AccessDenied' }),
  );
  const allowed = await judgeFirst(exampleEvent('cloudtrail', 'StopLogging', { name: 'harbor-trail' }));
  expect(refused.get('tampering-refused')).toMatchObject({ holds: true });
  expect(refused.get('tampering-refused')?.conditions.at(-1)?.text).toContain('errorCode is "AccessDenied"');
  expect(failedOf(allowed.get('tampering-refused'))).toEqual(['errorCode is absent']);
});

test('a step of a chain says which, of what, and whether the others were there', async () => {
  const stop = exampleEvent('cloudtrail', 'StopLogging', { name: 'harbor-trail' }, { eventID: 'stop' });
  const alone = await judgeFirst(stop);
  const chain = 'chain-logging-cut-then-destruction';
  expect(alone.get(chain)?.conditions[0]?.text).toContain('step 1 of 2, "what records or watches was cut"');
  expect(failedOf(alone.get(chain))?.[0]).toMatch(/^all steps \(.*\) in this order, within 24 hours$/);
  const destroyed = exampleEvent(
    'ecs',
    'DeleteCluster',
    { cluster: 'harbor' },
    {
      eventID: 'destroyed',
      eventTime: new Date(Date.parse(stop.eventTime) + 60_000).toISOString().replace('.000', ''),
    },
  );
  const both = await judgeFirst(stop, destroyed);
  expect(both.get(chain)).toMatchObject({ holds: true });
});

test('a value that may be new says of what and for whom', async () => {
  const judged = await judgeFirst(exampleEvent('cloudtrail', 'StopLogging', { name: 'harbor-trail' }));
  expect(failedOf(judged.get('first-time-region'))?.[0]).toMatch(
    /^region "eu-west-1" is new to 111122223333, which takes 14 days to learn or --baseline$/,
  );
});

test('a count says how many it takes, and what told them', async () => {
  const { stdout } = await run('replay', incident, '--no-audit', '--format', 'json');
  const { findings } = JSON.parse(stdout);
  const chained = findings.find(({ detection }: { detection: string }) => detection.startsWith('chain-'));
  const [judged = []] = await judgementsOf(chained.causes[0].eventId, incident);
  const one = judged.find(({ detection }) => detection === chained.detection);
  expect(one?.holds).toBe(true);
  expect(one?.conditions.at(-1)?.text).toContain(chained.summary);
});

test('each rule over flows that counts a flow has all that it asks of one, in some record of that minute', async () => {
  const { stdout } = await run('replay', incident, '--no-audit', '--format', 'json');
  const { findings } = JSON.parse(stdout);
  const told = new Set<string>();
  for (const { detection, source, targets, ports, firstSeen, lastSeen, log } of findings) {
    if (log !== 'flow-logs' || source === '*' || ports.length !== 1 || told.has(detection)) continue;
    told.add(detection);
    // Which of its targets it met first and which last the finding does not say.
    const flows = [firstSeen, lastSeen].flatMap((at: string) =>
      [targets[0], targets.at(-1)].map((target) =>
        [source, target, ports[0], `${at.slice(0, 16)}Z`].join(','),
      ),
    );
    const records = await judgementsOfAny(flows, incident);
    const judged = records.flat().filter((judgement) => judgement.detection === detection);
    expect([detection, judged.some((one) => one.holds && failedOf(one)?.length === 0)]).toEqual([
      detection,
      true,
    ]);
  }
  expect(told.size).toBeGreaterThan(4);
});

test('a flow that no rule counts is told so, by each rule with what failed', async () => {
  const [judged = []] = await judgementsOf('192.0.2.44,10.20.0.52,22,2026-11-02T09:01Z', incident);
  const filtered = judged.find(({ detection }) => detection === 'ssh-filtered-probe');
  expect(filtered?.holds).toBe(false);
  expect(failedOf(filtered)).toEqual(['action is ACCEPT, and should be REJECT']);
});
