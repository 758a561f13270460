import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exampleEvent, exampleRole } from '../../../detections/examples/example-event';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { run } from './printed-commands';

const TASK = '327d06f2d0b83013c376cee38669c82b';
const ARN = `arn:aws:ecs:eu-west-1:111122223333:task/harbor/${TASK}`;
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const DEFINITION = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/shop:7';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-task-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (minute: number) => ({ eventTime: `2026-11-02T09:${String(minute).padStart(2, '0')}:00Z` });
const pushed = exampleEvent(
  'ecr',
  'PutImage',
  { repositoryName: 'shop', imageTag: '7' },
  {
    ...at(0),
    eventID: 'pushed',
    responseElements: { image: { imageId: { imageTag: '7', imageDigest: DIGEST } } },
  },
);
const registered = exampleEvent(
  'ecs',
  'RegisterTaskDefinition',
  {
    family: 'shop',
    taskRoleArn: 'arn:aws:iam::111122223333:role/shop-task',
    containerDefinitions: [{ name: 'web', image: `${REGISTRY}/shop:7` }],
  },
  {
    ...at(1),
    eventID: 'registered',
    responseElements: { taskDefinition: { taskDefinitionArn: DEFINITION } },
  },
);
const started = exampleEvent(
  'ecs',
  'RunTask',
  { cluster: 'harbor', taskDefinition: 'shop:7' },
  {
    ...at(2),
    eventID: 'started',
    responseElements: { tasks: [{ taskArn: ARN, taskDefinitionArn: DEFINITION }] },
  },
);
const called = exampleEvent('sts', 'GetCallerIdentity', null, {
  ...at(3),
  eventID: 'called',
  userIdentity: exampleRole('shop-task', TASK),
});
const shell = exampleEvent(
  'ecs',
  'ExecuteCommand',
  { cluster: 'harbor', task: ARN, interactive: true },
  {
    ...at(4),
    eventID: 'shell',
  },
);
const state = (status: string, minute: number, more: object = {}) => ({
  version: '0',
  id: `state-${status}`,
  'detail-type': 'ECS Task State Change',
  source: 'aws.ecs',
  account: '111122223333',
  time: at(minute).eventTime,
  region: 'eu-west-1',
  detail: {
    taskArn: ARN,
    taskDefinitionArn: DEFINITION,
    lastStatus: status,
    desiredStatus: status,
    group: 'service:shop',
    startedBy: 'ecs-svc/42',
    attachments: [{ details: [{ name: 'privateIPv4Address', value: '10.20.0.99' }] }],
    containers: [{ name: 'web', image: `${REGISTRY}/shop:7`, imageDigest: DIGEST, ...more }],
    ...(status === 'STOPPED' && { stoppedReason: 'Essential container in task exited' }),
  },
});

async function storyOf(...records: readonly object[]) {
  writeFileSync(path.join(folder, 'trail.json'), JSON.stringify({ Records: records }));
  const { stdout } = await run('story', TASK.slice(0, 8), folder, '--no-audit', '--format', 'json');
  return JSON.parse(stdout) as {
    alsoKnownAs: string[];
    facts: string[];
    entries: { kind: string; text: string; at: string; place: string }[];
  };
}

test('what a task is, is joined from who pushed its image, defined it, started it and was in it', async () => {
  const { facts } = await storyOf(shell, called, started, registered, pushed);
  expect(facts).toEqual([
    `its definition names image ${REGISTRY}/shop:7 (${DIGEST}), pushed by user mallory`,
    'task definition shop:7 was registered by user mallory',
    'its task role is shop-task',
    'a shell was opened in it by user mallory',
    'calls with role shop-task',
    'started by user mallory from task definition shop:7',
  ]);
});

test('an image shows its papers: who pushed it, whether it was scanned and signed', async () => {
  const scanned = exampleEvent(
    'ecr',
    'DescribeImageScanFindings',
    { repositoryName: 'shop', imageId: { imageDigest: DIGEST } },
    { ...at(1), eventID: 'scanned' },
  );
  const signed = exampleEvent(
    'ecr',
    'PutImage',
    { repositoryName: 'shop', imageTag: DIGEST.replace(':', '-').concat('.sig') },
    { ...at(1), eventID: 'signed' },
  );
  const { facts } = await storyOf(started, registered, pushed, scanned, signed);
  expect(facts[0]).toBe(
    `its definition names image ${REGISTRY}/shop:7 (${DIGEST}), pushed by user mallory, scanned, signed`,
  );
  const { facts: without } = await storyOf(started, registered, scanned);
  expect(without[0]).toBe(`its definition names image ${REGISTRY}/shop:7, and no record says who pushed it`);
});

test("ECS's word of its state is in the story, with image, digest, address and why it ended", async () => {
  writeFileSync(
    path.join(folder, 'events.jsonl'),
    [state('RUNNING', 3), state('STOPPED', 9, { exitCode: 137 })]
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(''),
  );
  const { facts, entries, alsoKnownAs } = await storyOf(pushed, started);
  expect(alsoKnownAs).toEqual(['10.20.0.99']);
  expect(facts).toEqual([
    `web runs image ${REGISTRY}/shop:7 (${DIGEST}), pushed by user mallory`,
    'of service shop',
    'started by ecs-svc/42, says ECS',
    'stopped: Essential container in task exited',
    'started by user mallory from task definition shop:7',
  ]);
  expect(
    entries.filter(({ kind }) => kind === 'state').map(({ text, at: time, place }) => [time, text, place]),
  ).toEqual([
    ['2026-11-02T09:03:00Z', `task ${TASK} of service shop is RUNNING`, 'events.jsonl:1'],
    [
      '2026-11-02T09:09:00Z',
      `task ${TASK} of service shop is STOPPED: Essential container in task exited (web ended with 137)`,
      'events.jsonl:2',
    ],
  ]);
});

test('a refused push and a refused start say nothing about the task', async () => {
  const refused = { errorCode: 'AccessDenied', responseElements: null };
  const { facts } = await storyOf(called, { ...pushed, ...refused }, { ...started, ...refused });
  expect(facts).toEqual(['calls with role shop-task']);
});

test('state changes alone are logs, counted as what they are', async () => {
  writeFileSync(path.join(folder, 'events.json'), JSON.stringify(state('RUNNING', 3)));
  const { stdout, status } = await run('replay', folder, '--no-audit');
  expect(status).toBe(0);
  expect(stdout).toContain('ECS task states');
  expect(readFileSync(path.join(folder, 'events.json'), 'utf8')).toContain(TASK);
});

test('an image without a scan is said to have none only where others have one', async () => {
  const other = exampleEvent(
    'ecr',
    'DescribeImageScanFindings',
    { repositoryName: 'other', imageId: { imageDigest: `sha256:${'e'.repeat(64)}` } },
    { ...at(1), eventID: 'other' },
  );
  const told = async (...records: readonly CloudTrailRecord[]) =>
    (await storyOf(started, registered, pushed, ...records)).facts.find((fact) => fact.includes('pushed by'));
  expect(await told()).toMatch(/pushed by user mallory$/);
  expect(await told(other)).toMatch(/pushed by user mallory, never scanned as others were$/);
});
