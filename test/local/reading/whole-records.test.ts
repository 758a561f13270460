import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudTrailSplitter } from '../../../records/splitting/cloudtrail-splitter';
import { parsedWhole } from '../../../records/splitting/record-keys';
import { createRandom } from '../../../simulate/random';
import { everyWord } from './every-word';

/** `MUTATIONS=all` takes a hundred times as many, which takes minutes. */
const MUTATIONS = process.env['MUTATIONS'] === 'all' ? 20_000 : 200;
const BETWEEN = '},{"eventVersion":';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'whole-records-'));
});
afterAll(() => rmSync(parent, { recursive: true }));

let number = 0;
function record(members: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  number += 1;
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada', userName: 'ada' },
    eventTime: '2026-11-02T08:15:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'DescribeTasks',
    requestParameters: { cluster: 'harbor', tasks: ['ee70'] },
    responseElements: null,
    eventID: `11111111-0000-4000-8000-${String(number).padStart(12, '0')}`,
    ...members,
  };
}

/** Records whose likely end is not theirs, or that are odd in another way. */
const ODD: readonly (readonly [string, () => string])[] = [
  ['a record', () => JSON.stringify(record())],
  [
    'one that holds others',
    () => JSON.stringify(record({ requestParameters: { items: [record(), record()] } })),
  ],
  ['one that holds such text', () => JSON.stringify(record({ userAgent: `a"${BETWEEN}"1"},{` }))],
  ['one that begins with another key', () => JSON.stringify({ awsRegion: 'eu-west-1', ...record() })],
  ['one with a key twice', () => JSON.stringify(record()).replace(/}$/, ',"eventName":"StopLogging"}')],
  ['one that has lists of records', () => JSON.stringify(record({ Records: [record()], events: [] }))],
  ['one without an id', () => JSON.stringify(record({ eventID: undefined }))],
  ['one with members of another type', () => JSON.stringify(record({ userAgent: 7, errorCode: null }))],
  ['a large one', () => JSON.stringify(record({ requestParameters: { text: 'é'.repeat(90_000) } }))],
  ['one over several lines', () => JSON.stringify(record(), undefined, 2)],
  ['one that is cut', () => JSON.stringify(record()).slice(0, -40)],
  ['one that lacks a quote', () => JSON.stringify(record()).replace('"ecs.', 'ecs.')],
  ['one with a raw line end in a text', () => JSON.stringify(record()).replace('harbor', 'har\nbor')],
  ['one with a trailing comma', () => JSON.stringify(record()).replace(/}$/, ',}')],
  ['one with a brace too many', () => `${JSON.stringify(record())}}`],
  ['one with a bracket too many', () => `${JSON.stringify(record())}]`],
  ['one with a number that JSON has not', () => JSON.stringify(record()).replace('null', '01')],
  ['a deep one', () => `{"eventVersion":"1","a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`],
  ['an insight', () => JSON.stringify(record({ eventCategory: 'Insight' }))],
  ['a digest', () => '{"digestStartTime":"2026-11-02T08:00:00Z","logFiles":[{"s3Object":"a"}]}'],
  ['no object', () => '"text"'],
  ['nothing', () => ''],
];
const SEPARATORS = [',', ',', ',', ', ', ',\n', '\n', '\r\n', '', '\n\n', ';'];

async function expectAlike(folder: string): Promise<readonly string[]> {
  const long = await everyWord(folder, { isQuick: false });
  expect(long.length).toBeGreaterThan(0);
  expect(await everyWord(folder, {})).toEqual(long);
  return long;
}

test.each([
  ['a list', '{"Records":[', ',', ']}'],
  ['a bare list', '[', ',', ']'],
  ['lines', '', '\n', '\n'],
  ['lines of Windows', '', '\r\n', '\r\n'],
  ['a list behind a byte order mark', '\ufeff{"Records":[', ',', ']}'],
  ['a list with members around it', '{"a":[1],"Records":[', ',', '],"b":{"Records":[]}}'],
])(
  'odd records in %s are read as their braces say, and each broken one is named',
  async (name, begin, between, end) => {
    const folder = path.join(parent, name);
    mkdirSync(folder);
    for (const [kind, make] of ODD) {
      const records = [record(), make(), record(), make(), record()].map((one) =>
        typeof one === 'string' ? one : JSON.stringify(one),
      );
      writeFileSync(path.join(folder, `${kind}.json`), begin + records.join(between) + end);
    }
    const words = await expectAlike(folder);
    const sound = words.filter((word) => word.startsWith(`["call","a record.json"`));
    expect(sound).toHaveLength(5);
    const broken =
      words.find((word) => word.startsWith('["file"') && word.includes('a number that JSON has not')) ?? '';
    expect(broken).toContain('"unreadableCount":2');
    expect(broken).toContain('not JSON');
  },
);

test('damaged files are read as their braces say, wherever the bytes are cut', async () => {
  const folder = path.join(parent, 'damaged');
  mkdirSync(folder);
  const random = createRandom(5);
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '\n',
    '\r',
    '\0',
    BETWEEN,
    `}\n{"eventVersion":`,
    '"Records":[',
    ']}',
    'é',
  ];
  for (let file = 0; file < MUTATIONS; file++) {
    let text = random.pick(['{"Records":[', '[', '']);
    for (let at = random.int(2, 7); at > 0; at--)
      text += random.pick(ODD.filter(([kind]) => kind !== 'a large one'))[1]() + random.pick(SEPARATORS);
    text += `${JSON.stringify(record())}${random.pick([']}', ']', '\n', ''])}`;
    for (let damage = random.int(0, 3); damage > 0; damage--) {
      const at = random.int(0, text.length);
      text = text.slice(0, at) + random.pick(pieces) + text.slice(at + random.int(0, 3));
    }
    writeFileSync(path.join(folder, `${file}.json`), text);
    expect(inChunks(text, random.int(1, 400), true)).toEqual(inChunks(text, text.length + 1, false));
  }
  await expectAlike(folder);
});

/** What a splitter says of the text in pieces of so many bytes, whole records taken as they are or not. */
function inChunks(text: string, size: number, isQuick: boolean): readonly unknown[] {
  const said: unknown[] = [];
  const splitter = new CloudTrailSplitter({
    record: (one, line) => said.push(line, one),
    ...(isQuick && {
      whole: (one, line, isTop) => parsedWhole(one, isTop) !== undefined && said.push(line, one) > 0,
    }),
    unreadable: (line, reason) => said.push(line, reason),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
  splitter.end();
  return [...said, splitter.documents, splitter.sawRecords];
}

test('records whose next one begins elsewhere cost no search of the rest each', () => {
  let tries = 0;
  const splitter = new CloudTrailSplitter({
    record: () => {},
    whole: () => {
      tries += 1;
      return false;
    },
    unreadable: () => {},
  });
  const one = JSON.stringify(record());
  splitter.push(Buffer.from(`{"Records":[${Array.from({ length: 500 }, () => one).join(', ')},${one}]}`));
  splitter.end();
  // Only those that the one boundary is near to: a guess reaches 64 KiB.
  expect(tries).toBeLessThan(Math.ceil((64 * 1024) / one.length) + 2);
});
