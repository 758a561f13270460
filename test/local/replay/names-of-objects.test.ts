import { EXAMPLES } from '../../../detections/examples/index';
import { TRAIL_EXAMPLES } from '../../../detections/examples/trail/index';
import { readFolder } from '../../../local/reading/read-folder';
import { ReplayEngine } from '../../../local/replay/replay-engine';
import { mergeSettings } from '../../../local/settings/replay-settings';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { folderOfTest, put } from '../reading/reading-folder';

/** What every object answers to: a table that is asked for one of them gives a function, or itself. */
const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

const RECORDS: readonly CloudTrailRecord[] = [
  ...Object.values(EXAMPLES).flatMap(({ fires }) => fires.slice(0, 1) as CloudTrailRecord[]),
  ...Object.values(TRAIL_EXAMPLES).flatMap(({ fires }) => fires[0]?.records.slice(-1) ?? []),
];

/** The record with a name as its source, its call, a member of what was asked, and a value of it; as JSON. */
function variants(record: CloudTrailRecord, name: string): readonly string[] {
  const asked = JSON.stringify(record.requestParameters ?? {});
  const text = JSON.stringify({ ...record, requestParameters: 'ASKED' });
  const withAsked = (json: string) => text.replace('"ASKED"', () => json);
  return [
    JSON.stringify({ ...record, eventSource: name }),
    JSON.stringify({ ...record, eventSource: `${name}.amazonaws.com`, eventName: name }),
    JSON.stringify({ ...record, eventName: name, errorCode: name }),
    withAsked(`{${JSON.stringify(name)}: ${asked}, "name": ${JSON.stringify(name)}}`),
    withAsked(asked.replace('{', asked === '{}' ? `{"${name}":true` : `{"${name}":true,`)),
    withAsked(asked.replaceAll(/"[^"\\]{4,}":/g, `"${name}":`)),
  ];
}

test('names that every object answers to are names like others, wherever they stand in a record', async () => {
  const texts = RECORDS.flatMap((record) => NAMES.flatMap((name) => variants(record, name))).map(
    (text, index) => text.replace(/"eventID":"[^"]*"/, () => `"eventID":"variant-${index}"`),
  );
  put('records.json', `{"Records":[${texts.join(',\n')}]}`);
  const engine = new ReplayEngine(mergeSettings({}));
  const read = await readFolder(folderOfTest(), engine);
  const { analyzed, skipped, unreadable } = read.totals;
  const others = Object.values(skipped).reduce((sum: number, count) => sum + (count ?? 0), 0);
  expect(analyzed + others + unreadable).toBe(texts.length);
  expect(analyzed).toBeGreaterThan(0.9 * texts.length);
  engine.finish();
});
