import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReportDocument } from '../../../report/document';
import { simulate } from '../../../simulate/simulate';
import { run } from '../story/printed-commands';

let folder: string;
let status: number;
let document: ReportDocument;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-report-'));
  const logs = path.join(folder, 'logs');
  await simulate('workshop-incident', 5, logs);
  const file = path.join(folder, 'incident.html');
  ({ status } = await run(
    'replay',
    logs,
    '--settings',
    `${logs}/harborwatch.json`,
    '--no-audit',
    '--report',
    file,
  ));
  const [, data = ''] = /id="data">([^<]*)</.exec(readFileSync(file, 'utf8')) ?? [];
  document = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as ReportDocument;
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the exit status is that of the replay', () => expect(status).toBe(10));

test('every alarm and finding has a detection of the catalogue, with its runbook and questions', () => {
  expect(document.raised.length).toBeGreaterThan(20);
  for (const { detection } of document.raised) {
    expect(document.detections[detection]?.runbook?.response.length).toBeGreaterThan(0);
    expect(document.detections[detection]?.questions).toBeDefined();
  }
});

test('who stands in the summary is found among what was raised', () => {
  const names = new Set(document.raised.flatMap(({ who }) => who));
  expect(document.summary.actors.filter(({ key }) => !names.has(key))).toEqual([]);
});

test('an alarm goes from its first record to where it turned green, and has its records once', () => {
  const trail = document.raised.find(
    ({ detection }) => document.detections[detection]?.id === 'trail-stopped',
  );
  expect(trail).toMatchObject({ kind: 'alarm', severity: 'critical', who: ['user mallory'] });
  expect(new Set(document.records.map(({ id, target }) => `${id} ${target}`)).size).toBe(
    document.records.length,
  );
});

test('the traffic is that of the records that were analyzed', () => {
  const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0);
  const { traffic, read } = document;
  const nodata = read?.skipped['NODATA'] ?? 0;
  expect(sum(traffic?.calls) + sum(traffic?.accepted) + sum(traffic?.rejected) + nodata).toBeLessThanOrEqual(
    (read?.analyzed ?? 0) + nodata,
  );
  expect(sum(traffic?.calls)).toBeGreaterThan(100);
});

test('the guesser has the most attempts', () => {
  expect(document.attempts?.sources[0]).toMatchObject({ address: '192.0.2.44' });
});

test('the manifest has the sum of every log file as it lies', () => {
  const summed = new Set(document.sums.map(({ path: name }) => name));
  const logs = document.read?.files.filter(({ kind }) => kind !== 'unknown') ?? [];
  expect(logs.length).toBeGreaterThan(10);
  expect(logs.filter(({ path: name }) => !summed.has(name))).toEqual([]);
  for (const { path: name, sha256 } of document.sums) {
    const bytes = readFileSync(path.join(folder, 'logs', name));
    expect([name, sha256]).toEqual([name, createHash('sha256').update(bytes).digest('hex')]);
  }
});
