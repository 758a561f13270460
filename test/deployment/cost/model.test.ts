import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  monthly,
  perMillionFlowRecords,
  perQuery,
  RECORD_BYTES,
  total,
} from '../../../deployment/cost/model';
import { PRICES } from '../../../deployment/cost/prices';
import { FLEETS } from '../../../docs/rendering/render-cost';
import { withTemporaryFolder } from '../../../local/files/with-temporary-folder';
import { DEFAULT_FORMAT } from '../../../records/flow-logs/flow-log-fields';
import { simulate } from '../../../simulate/simulate';

/** What the simulator's quiet day holds, as text. */
let flowLines: readonly string[];
let trailText: readonly string[];
beforeAll(async () => {
  await withTemporaryFolder(async (folder) => {
    await simulate('quiet-day', 1, folder);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const texts = (kind: string, end: string) =>
      files
        .filter((file) => file.includes(kind) && file.endsWith(end))
        .map((file) => gunzipSync(readFileSync(path.join(folder, file))).toString());
    flowLines = texts('vpcflowlogs', '.log.gz').flatMap((text) => text.trimEnd().split('\n').slice(1));
    trailText = texts('/CloudTrail/', '.json.gz');
  });
});

const mean = (lengths: readonly number[]) => lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
const isAbout = (figure: number, measured: number) => {
  expect(figure / measured).toBeGreaterThan(0.95);
  expect(figure / measured).toBeLessThan(1.05);
};

test('a flow log line is as long as the model says, with the deployed and with the default fields', () => {
  isAbout(RECORD_BYTES.flowAnalyzer, mean(flowLines.map((line) => line.length + 1)));
  const shortened = flowLines.map((line) => line.split(' ').slice(0, DEFAULT_FORMAT.length).join(' '));
  isAbout(RECORD_BYTES.flowDefault, mean(shortened.map((line) => line.length + 1)));
});

test('an API event is as long as the model says', () => {
  const records = trailText.flatMap((text) => JSON.parse(text).Records as object[]);
  isAbout(RECORD_BYTES.apiEvent, mean(records.map((record) => JSON.stringify(record).length)));
});

test('the filter before the analyzer saves in proportion to what it drops', () => {
  const behind = (share: number) => perMillionFlowRecords(share)[3]?.dollars ?? Number.NaN;
  expect(behind(0.01) * 100).toBeCloseTo(behind(1), 9);
  expect(behind(1)).toBe(perMillionFlowRecords(0.01)[4]?.dollars);
});

test('a small question costs what Athena bills at least, a terabyte costs a terabyte', () => {
  expect(perQuery(0)).toBe(perQuery(PRICES.athenaLeastBytes));
  expect(perQuery(1e12)).toBe(PRICES.athenaPerTerabyte);
});

test('a month costs the sum of its lines, none of which is negative or no number', () => {
  for (const fleet of FLEETS) {
    const lines = monthly(fleet);
    expect(lines.every(({ dollars }) => dollars >= 0)).toBe(true);
    expect(total(lines)).toBeGreaterThan(lines[0]?.dollars ?? 0);
  }
});
