import path from 'node:path';
import type { Finding } from '../../../analysis/finding';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import type { AnswerRow } from '../../../handlers/scheduled-audit/ask-athena';
import { FINDING_QUESTIONS } from '../../../handlers/scheduled-audit/daily-questions';
import {
  addressesIn,
  type ClaimRow,
  judgeRows,
  RECORDS_QUESTION,
} from '../../../handlers/scheduled-audit/judge-rows';
import { LocalEngine } from '../../../local/query/local-engine';
import { replay } from '../../../local/replay/replay';
import { readSettingsFile } from '../../../local/settings/find-settings';
import { mergeSettings, type ReplaySettings } from '../../../local/settings/replay-settings';
import { findQuery } from '../../../queries/catalogue';
import { collectRows } from '../../../queries/query-result';
import { renderQuery } from '../../../queries/render-query';
import { simulate } from '../../../simulate/simulate';
import { createLogFolder, type LogFolderFixture } from '../../local/query/query-folder';

/** The questions are asked over a simulated day on the local engine, which answers them as Athena does. */
const DETECTIONS = new Map(ANALYZER_DETECTIONS.map((detection) => [detection.id, detection]));

let folder: LogFolderFixture;
let engine: LocalEngine;
let settings: ReplaySettings;
let claims: readonly ClaimRow[];
let records: readonly AnswerRow[];
let replayed: readonly Finding[];

beforeAll(async () => {
  folder = createLogFolder();
  await simulate('ssh-slow-campaign', 1, folder.root);
  settings = mergeSettings(await readSettingsFile(path.join(folder.root, 'harborwatch.json')));
  engine = await LocalEngine.open(folder.root, { memoryMegabytes: 512, threads: 2 });
  await engine.load();
  const all: ClaimRow[] = [];
  for (const queryId of FINDING_QUESTIONS) {
    all.push(...(await ask(queryId)).map((row): ClaimRow => ({ queryId, row })));
  }
  claims = all;
  records = await ask(RECORDS_QUESTION, { addresses: addressesIn(claims).join(',') });
  ({
    result: { findings: replayed },
  } = await replay({ folder: folder.root, settings }));
});

afterAll(async () => {
  await engine.close();
  folder.remove();
});

/** An answer as the audit reads it from Athena: texts, absent values left out. */
async function ask(id: string, values: Readonly<Record<string, string>> = {}): Promise<readonly AnswerRow[]> {
  const window = { since: '1970-01-01', until: '2100-01-01' };
  const result = await engine.run(renderQuery(findQuery(id), { values: { ...window, ...values } }));
  return (await collectRows(result)).map((cells) =>
    Object.fromEntries(
      result.columns.flatMap(({ name }, at) => {
        const value = cells[at];
        return value === null || value === undefined ? [] : [[name, String(value)]];
      }),
    ),
  );
}

const lastRecord = () => Math.max(...records.map(({ end_epoch }) => Number(end_epoch)));
// Confidence differs: the replay has read what sshd says, too.
const essence = ({ id, severity, source, targets, firstSeen, lastSeen, changes }: Finding) => ({
  ...{ id, severity, source, targets, firstSeen, lastSeen },
  count: changes.at(-1)?.count,
});

test('a row becomes the finding that the replay of the same day has: id, severity, times and count', () => {
  const findings = judgeRows(claims, records, DETECTIONS, settings, lastRecord());
  const ids = ['ssh-slow-brute-force', 'ssh-distributed-brute-force', 'ssh-brute-force'];
  const expected = replayed.filter(({ detection }) => ids.includes(detection));
  expect(expected.length).toBeGreaterThanOrEqual(2);
  expect(findings.filter(({ detection }) => ids.includes(detection)).map(essence)).toEqual(
    expected.map(essence),
  );
});

test('what the questions do not claim is no finding of theirs', () => {
  const claimed = new Set(['ssh-slow-brute-force', 'ssh-distributed-brute-force', 'ssh-brute-force']);
  const findings = judgeRows(claims, records, DETECTIONS, settings, lastRecord());
  expect(findings.filter(({ detection }) => !claimed.has(detection))).toEqual([]);
  expect(replayed.some(({ detection }) => detection === 'ssh-accepted-from-internet')).toBe(true);
});

test('a trusted source is no finding, though a row names it', () => {
  const trusting = { ...settings, trustedCidrs: ['192.0.2.17/32'] };
  const findings = judgeRows(claims, records, DETECTIONS, trusting, lastRecord());
  expect(findings.map(({ source }) => source)).not.toContain('192.0.2.17');
  expect(claims.map(({ row }) => row['source_ip'])).toContain('192.0.2.17');
});

test('rows whose records are not at hand stand for themselves', () => {
  const findings = judgeRows(claims, [], DETECTIONS, settings, lastRecord());
  expect(findings.map(({ evidence }) => evidence['query'])).toEqual(claims.map(({ queryId }) => queryId));
});

test('no rows ask for no records', () => {
  expect(addressesIn([])).toEqual([]);
  expect(judgeRows([], [], DETECTIONS, settings, 0)).toEqual([]);
});

test('what stands in a row is no address until it looks like one', () => {
  const row = (source_ip: string, target_ip = '10.0.0.1') => ({
    queryId: 'x',
    row: { source_ip, target_ip },
  });
  expect(addressesIn([row("' or 1=1"), row('*'), row('2001:db8::1'), row('*')])).toEqual([
    '10.0.0.1',
    '2001:db8::1',
  ]);
  expect(addressesIn([row('192.0.2.1', '10.0.0.2'), row('192.0.2.2', 'x')])).toEqual([
    '192.0.2.1',
    '192.0.2.2',
    '10.0.0.2',
  ]);
});
