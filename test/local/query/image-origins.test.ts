import { LocalEngine } from '../../../local/query/local-engine';
import { findQuery } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { renderQuery } from '../../../queries/render-query';
import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { ACCOUNT, createLogFolder, type LogFolderFixture, trailKey } from './query-folder';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const role = (name: string, session: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/${name}` } },
});
const TASK = '0123456789abcdef0123456789abcdef';

let number = 0;
function ecr(
  minute: number,
  eventName: string,
  userIdentity: JsonObject,
  requestParameters: JsonObject,
  more: JsonObject = {},
) {
  number += 1;
  return {
    eventTime: `2026-11-02T08:${String(minute).padStart(2, '0')}:00Z`,
    eventSource: 'ecr.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    recipientAccountId: ACCOUNT,
    sourceIPAddress: '198.51.100.7',
    eventID: `e-${number}`,
    userIdentity,
    requestParameters,
    ...more,
  };
}
const push = (
  minute: number,
  repositoryName: string,
  imageTag: string,
  imageDigest: string,
  by = role('deploy-pipeline', 'run-7'),
) =>
  ecr(
    minute,
    'PutImage',
    by,
    { repositoryName, imageTag },
    { responseElements: { image: { repositoryName, imageId: { imageTag, imageDigest } } } },
  );
const start = (minute: number, repositoryName: string, imageId: JsonObject, session = TASK) =>
  ecr(minute, 'BatchGetImage', role('execution', session), { repositoryName, imageIds: [imageId] });
const scan = (minute: number, repositoryName: string, imageDigest: string) =>
  ecr(minute, 'DescribeImageScanFindings', role('deploy-pipeline', 'run-7'), {
    repositoryName,
    imageId: { imageDigest },
  });

const RECORDS = [
  push(1, 'whole', 'v1', digest('a')),
  scan(2, 'whole', digest('a')),
  ecr(3, 'StartImageScan', role('admin', 'ana'), { repositoryName: 'whole', imageId: { imageTag: 'v1' } }),
  push(3, 'whole', `sha256-${'a'.repeat(64)}.sig`, digest('0')),
  start(4, 'whole', { imageDigest: digest('a') }),
  push(1, 'unscanned', 'v1', digest('b')),
  start(4, 'unscanned', { imageTag: 'v1' }),
  // Pushed, but only after the task had started.
  start(4, 'stranger', { imageTag: 'v1' }),
  push(9, 'stranger', 'v1', digest('c')),
  // The tag was pushed over by hand before the second start: what runs is the second image.
  push(1, 'overwritten', 'v1', digest('d')),
  push(5, 'overwritten', 'v1', digest('e'), role('admin', 'ana')),
  start(6, 'overwritten', { imageTag: 'v1' }),
  scan(2, 'overwritten', digest('d')),
  // Somebody looks at an image from a laptop: no task.
  push(1, 'looked-at', 'v1', digest('f')),
  start(4, 'looked-at', { imageTag: 'v1' }, 'ana'),
];

let folder: LogFolderFixture;
let rows: Readonly<Record<string, unknown>>[];
beforeAll(async () => {
  folder = createLogFolder();
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: RECORDS }));
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 512, threads: 1 });
  await engine.load();
  const result = await engine.run(
    renderQuery(findQuery('image-origins'), { values: { since: '2026-11-01', until: '2026-11-04' } }),
  );
  const names = result.columns.map(({ name }) => name);
  rows = (await collectRows(result)).map((row) =>
    Object.fromEntries(names.map((name, index) => [name, row[index]])),
  );
  await engine.close();
});
afterAll(() => folder.remove());

const of = (repository: string) => rows.filter((row) => row['repository'] === repository);

test('an image with push, scan and signature has its birth certificate whole', () => {
  expect(of('whole')).toMatchObject([
    {
      verdict: 'built, scanned and signed',
      built_by: `arn:aws:iam::${ACCOUNT}:role/deploy-pipeline`,
      built_from: '198.51.100.7',
      starts: 1,
      started_with: `arn:aws:iam::${ACCOUNT}:role/execution`,
      digest: digest('a'),
    },
  ]);
});

test('built, never scanned', () => {
  expect(of('unscanned')).toMatchObject([{ verdict: 'built, never scanned', digest: digest('b') }]);
});

test('an image that a task started with before anybody pushed it was built by nobody', () => {
  expect(of('stranger')).toMatchObject([{ verdict: 'nobody built it in this window', built_by: null }]);
});

test('a tag that was pushed over is the last image before the start, and a scan of the first is none of the second', () => {
  expect(of('overwritten')).toMatchObject([
    { verdict: 'built, never scanned', digest: digest('e'), built_by: `arn:aws:iam::${ACCOUNT}:role/admin` },
  ]);
});

test('who looks at an image from a laptop starts no task, and a signature is no image that runs', () => {
  expect(of('looked-at')).toEqual([]);
  expect(rows).toHaveLength(4);
});

test('the worst comes first', () => {
  expect(rows.map((row) => row['repository'])).toEqual(['stranger', 'overwritten', 'unscanned', 'whole']);
});
