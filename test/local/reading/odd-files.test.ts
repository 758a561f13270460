import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAlike } from './read-alike';

const FILES = path.join(__dirname, 'odd-files');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'odd-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What both commands read of each file: API calls, flows, and how many records are told as unreadable. */
const READ: Readonly<Record<string, readonly [calls: number, flows: number, unreadable: number]>> = {
  'aggregated-and-vpce.json': [2, 0, 0],
  'console-csv.csv': [0, 3, 0],
  'cost-report.parquet': [0, 0, 0],
  'errorcode-empty.json': [1, 0, 0],
  'eventid-empty.json': [3, 0, 0],
  'eventid-null.json': [2, 0, 0],
  'explicit-nulls.jsonl': [3, 0, 0],
  'export-task-flow.gz': [0, 3, 0],
  'filter-log-events.json': [2, 0, 0],
  'firehose-no-newline': [3, 0, 0],
  'foreign-first-line.json': [3, 0, 1],
  'lookup-events.json': [1, 0, 0],
  'milliseconds.log': [0, 1, 0],
  'misspelt-field.log': [0, 40, 0],
  'odd-members.json': [3, 0, 2],
  'one-odd-identity.json': [2, 0, 1],
  's3-notification.json': [0, 0, 0],
  'security-lake-ocsf.parquet': [0, 1, 0],
  'sourceip-null-ocsf.json': [1, 0, 0],
  'tgw-line-among-vpc.log': [0, 2, 1],
  'trailing-byte.json.gz': [1, 0, 1],
  'two-formats-one-file.log': [0, 2, 0],
  'two-on-a-line.jsonl': [3, 0, 0],
  'useridentity-null.json': [1, 0, 0],
  'web-identity.json': [1, 0, 0],
};

test('each odd file has its line here', () => {
  expect(readdirSync(FILES).sort()).toEqual(Object.keys(READ).sort());
});

test.each(Object.entries(READ))(
  'replay and query read %s alike',
  async (name, [calls, flows, unreadable]) => {
    copyFileSync(path.join(FILES, name), path.join(folder, name));
    const { files, replayed, queried, unread } = await readAlike(folder);
    expect(replayed).toEqual({ calls, flows });
    expect(queried).toEqual({ calls, flows });
    expect(files.reduce((sum, file) => sum + file.unreadableCount, 0)).toBe(unreadable);
    expect(unread.replay).toEqual(unreadable === 0 ? [] : [name]);
    expect(unread.query).toEqual(unread.replay);
  },
);
