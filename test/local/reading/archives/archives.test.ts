import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { exampleEvent } from '../../../../detections/examples/example-event';
import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../../../local/reading/archives/unpack-budget';
import type { LogSink } from '../../../../local/reading/log-sink';
import { readFolder } from '../../../../local/reading/read-folder';
import { tarOf, zipOf } from './packed';

let work: string;
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-archives-'));
});
afterEach(() => rmSync(work, { recursive: true }));

let number = 0;
const trail = (count: number) => {
  const Records = Array.from({ length: count }, () => {
    number += 1;
    return exampleEvent('ecs', 'ListTasks', null, { eventID: `event-${number}` });
  });
  return JSON.stringify({ Records });
};
const FLOWS = [
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  '2 111122223333 eni-0a1b2c3d 10.0.1.5 10.0.2.7 443 50000 6 10 4000 1793606400 1793606430 ACCEPT OK',
].join('\n');

async function read(files: Readonly<Record<string, Buffer>>, limits: Partial<ArchiveLimits> = {}) {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(work, name), bytes);
  const places: string[] = [];
  const sink: LogSink = {
    cloudTrail: (_record, _text, { path: at }) => void places.push(at),
    flow: (_record, { path: at }) => void places.push(at),
  };
  const report = await readFolder(work, sink, { archiveLimits: { ...ARCHIVE_LIMITS, ...limits } });
  const told = report.files.flatMap(({ path: at, unreadable, reason }) => [
    ...unreadable.map((entry) => `${at}: ${entry.reason}`),
    ...(reason === undefined ? [] : [`${at}: left alone, ${reason}`]),
  ]);
  return { ...report, places, told };
}

const LOGS = () => ({
  'AWSLogs/b.json.gz': gzipSync(trail(2)),
  'AWSLogs/a.json': trail(1),
  'flow.log': FLOWS,
});

test('the files of a zip are read by name, each with a report of its own', async () => {
  const { files, totals, places } = await read({ 'evidence.zip': await zipOf(LOGS()) });
  expect(files.map(({ path: at, kind, analyzed }) => [at, kind, analyzed])).toEqual([
    ['evidence.zip', 'archive', 0],
    ['evidence.zip!AWSLogs/a.json', 'cloudtrail', 1],
    ['evidence.zip!AWSLogs/b.json.gz', 'cloudtrail', 2],
    ['evidence.zip!flow.log', 'flow-log-text', 1],
  ]);
  expect(totals).toMatchObject({ analyzed: 4, unreadable: 0 });
  expect(new Set(places).size).toBe(3);
});

test.each([
  ['AWSLogs\\a.json', 'AWSLogs/a.json'],
  ['C:\\..\\a.json', 'C:/../a.json'],
  ['..\\..\\a.json', '../../a.json'],
])('a member that Windows called %s is read in place, and lies nowhere else', async (written, shown) => {
  const name = 'x'.repeat(written.length);
  const zip = (await zipOf({ [name]: trail(1) })).toString('latin1').replaceAll(name, written);
  const { files } = await read({ 'evidence.zip': Buffer.from(zip, 'latin1') });
  expect(files[1]).toMatchObject({ path: `evidence.zip!${shown}`, kind: 'cloudtrail', analyzed: 1 });
  expect(readdirSync(work)).toEqual(['evidence.zip']);
});

test.each([
  ['evidence.tar', (tar: Buffer) => tar],
  ['evidence.tar.gz', (tar: Buffer) => gzipSync(tar)],
])('%s is read as it comes', async (name, packed) => {
  const { files, totals } = await read({ [name]: packed(await tarOf(LOGS())) });
  expect(files.map(({ path: at }) => at)).toEqual([
    name,
    `${name}!AWSLogs/b.json.gz`,
    `${name}!AWSLogs/a.json`,
    `${name}!flow.log`,
  ]);
  expect(totals).toMatchObject({ analyzed: 4, unreadable: 0 });
});

/** Written by `zstd -19 --check` and `zstd -3 --no-check`, one after the other: two records and one, as JSON lines. */
const ZSTD_LINES =
  'KLUv/QRoFQQAgkcZGXDPA4zFB0vCtWdztsD+iFuYYMmyU/VdRQTAxe8BFzdr7lcMuTDYfaeY5I4nHPA/L+N9ekik2tmekpCtZJXtpzNkn5FkFaYdFBoSLj7Hutnw3GPIXmkMuLs1Q4Ys/ciXC/nkbAUJAAJSYSM7Cg/N5zAMBwnBF1sUGRtF8BymGCbbDrMotS/9AFjlAwBixxkdYGt1oPT4q79GaVRIemm50U5QCkd/rSktSZAwzAGAyBXEiP1cTyig2OyghhuMaGefvB29LLYz7OHBltrZBT77NnXj67kxDUwsFKWB1IFiS6FMJFhqXc/PseSZKa9foGuGFXHhBx8SBgB4FG6OCUi4zaII3iiC5zDF';
/** A tar of two files with a record each, by `zstd -19`. */
const ZSTD_TAR =
  'KLUv/QRoLQYAEsogGVDXA4CqSAC0jdpoBymMCQS51AN6uJmZ4ZC1Vgh+kUpp6y7aeCBya8xJDU940Za+zdZUcpUrR4LmLpa7e11BRzjKtMw81G19a3gzuPyXxOBDtBFfVBPEf+GjjVimdIadjeENRw+6w+xurcE5/R2g9Kn/9FkfKObg7hCglHB3iGVdCTcXIKBqArquBv1VAIZ64pRlqiqVAZK6upBSODSfO4wDYAMH+cULtJCD3pCM2SCkoQw8EjjpQOY9tzYRuI5O2AgwiGmC';
/** 300,000 blanks in 32 bytes. */
const ZSTD_BOMB = 'KLUv/QRoTAAACCABAPz/ORACAgAQIAOfBCA+iyK2';
const base64 = (text: string) => Buffer.from(text, 'base64');

test('zst is unpacked, several frames and a tar in one, too', async () => {
  const { files, totals } = await read({ 'lines.zst': base64(ZSTD_LINES), 'logs.tar.zst': base64(ZSTD_TAR) });
  expect(files.map(({ path: at, analyzed }) => [at, analyzed])).toEqual([
    ['lines.zst', 3],
    ['logs.tar.zst', 0],
    ['logs.tar.zst!a.json', 1],
    ['logs.tar.zst!b.json', 1],
  ]);
  expect(totals.unreadable).toBe(0);
});

test('a zst that begins with a frame to be skipped, as pzstd writes, is one', async () => {
  const skipped = Buffer.from('502a4d180400000000000000', 'hex');
  const { totals } = await read({ 'lines.zst': Buffer.concat([skipped, base64(ZSTD_LINES)]) });
  expect(totals).toMatchObject({ analyzed: 3, unreadable: 0 });
});

test('of a zst that is cut, what came before is read', async () => {
  const whole = base64(ZSTD_LINES);
  const { totals, told } = await read({ 'cut.zst': whole.subarray(0, whole.length - 20) });
  expect(totals).toMatchObject({ analyzed: 2, unreadable: 1 });
  expect(told).toEqual([expect.stringMatching(/^cut\.zst: zstd ends early, after \d+ unpacked bytes/)]);
});

test('an archive may lie in an archive in an archive, and no deeper', async () => {
  const innermost = await zipOf({ 'trail.json': trail(1) });
  const inTar = await tarOf({ 'in.zip': innermost });
  const fits = await zipOf({ 'in.tar.gz': gzipSync(inTar) });
  const tooDeep = await zipOf({ 'in.zip': fits });
  const { totals, told } = await read({ 'fits.zip': fits, 'too-deep.zip': tooDeep });
  expect(totals).toMatchObject({ analyzed: 1, unreadable: 1 });
  expect(told).toEqual([
    'too-deep.zip!in.zip!in.tar.gz!in.zip: an archive inside of 3 archives; unpack it yourself',
  ]);
});

test('members without logs are left alone: hidden ones, our own, pictures', async () => {
  const tar = await tarOf({
    './._trail.json': 'AppleDouble',
    '__MACOSX/.hidden/x.json': trail(1),
    'harborwatch.json': '{"sshPorts":[2200]}',
    'shot.png': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    'trail.json': trail(1),
  });
  const { totals, told } = await read({ 'mac.tar': tar });
  expect(totals).toMatchObject({ analyzed: 1, unreadable: 0 });
  expect(told).toEqual([
    'mac.tar!._trail.json: left alone, hidden',
    'mac.tar!__MACOSX/.hidden/x.json: left alone, hidden',
    'mac.tar!harborwatch.json: left alone, settings of Harborwatch, not a log',
    'mac.tar!shot.png: left alone, a picture, no log',
  ]);
});

describe('bombs', () => {
  const many = async (count: number) =>
    zipOf(Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.json`, trail(1)])));

  test('more members than the limit are not read: not yet at three, now at four', async () => {
    const { totals } = await read({ 'a.zip': await many(3) }, { mostMembers: 3 });
    expect(totals).toMatchObject({ analyzed: 3, unreadable: 0 });
    const over = await read({ 'a.zip': await many(4) }, { mostMembers: 3 });
    expect(over.totals.unreadable).toBe(1);
    expect(over.told).toEqual([expect.stringContaining('a.zip: what is in it cannot all be read: it holds')]);
  });

  test('zst: a few bytes that give many are cut, and told', async () => {
    const { totals, told } = await read({ 'bomb.zst': base64(ZSTD_BOMB) });
    expect(totals.unreadable).toBe(1);
    expect(told).toEqual([expect.stringContaining('it unpacks to more than 1000 times its size')]);
  });

  test.each([
    ['zip', async (content: string) => zipOf({ 'big.json': content })],
    ['tar.gz', async (content: string) => gzipSync(await tarOf({ 'big.json': content }))],
    [
      'gzip in a zip',
      async (content: string) => zipOf({ 'big.json.gz': gzipSync(gzipSync(content, { level: 0 })) }),
    ],
  ])('%s: what unpacks to more than the allowed times its size is cut, and told', async (_, packed) => {
    const content = `${JSON.stringify({ Records: [] })}${' '.repeat(200_000)}`;
    const bytes = await packed(content);
    const times = Math.floor(content.length / bytes.length) - 1;
    const { totals, told } = await read({ bomb: bytes }, { mostTimes: times });
    expect(totals.unreadable).toBeGreaterThan(0);
    expect(told.join('\n')).toContain(`it unpacks to more than ${times} times its size`);
  });

  test('all archives together may give so many bytes; a flag allows more', async () => {
    const files = {
      'a.zip': await zipOf({ 'x.json': trail(1) }),
      'b.zip': await zipOf({ 'x.json': trail(1) }),
    };
    const one = Buffer.byteLength(trail(1)) + 10;
    const { totals, told } = await read(files, { mostBytes: one });
    expect(totals.analyzed).toBe(1);
    expect(told.join()).toContain('--most-unpacked <gigabytes> allows more');
  });

  test('within an archive nothing is packed more than twice', async () => {
    let packed = Buffer.from(trail(1));
    for (let layer = 0; layer < 4; layer += 1) packed = gzipSync(packed);
    const { totals } = await read({
      'x.zip': await zipOf({ 'x.json.gz': packed }),
      'y.json': Buffer.from(trail(1)),
    });
    expect(totals).toMatchObject({ analyzed: 1, unreadable: 1 });
  });
});

describe('damage', () => {
  test('a zip without its directory is told, and exits nothing', async () => {
    const zip = await zipOf(LOGS());
    const { totals, told } = await read({ 'cut.zip': zip.subarray(0, zip.length - 40) });
    expect(totals).toMatchObject({ analyzed: 0, unreadable: 1 });
    expect(told[0]).toMatch(/^cut\.zip: what is in it cannot all be read: /);
  });

  test('of a tar that is cut, what came before is read', async () => {
    const tar = await tarOf({ 'a.json': trail(1), 'b.json': trail(400) });
    const { totals, told } = await read({ 'cut.tar': tar.subarray(0, tar.length - 60_000) });
    expect(totals.analyzed).toBeGreaterThan(200);
    expect(told.join('\n')).toMatch(/cut\.tar!b\.json: /);
  });

  test('a wrong checksum in a zip is told with the file that has it', async () => {
    const zip = await zipOf({ 'a.json': trail(1) });
    const at = zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    zip.writeUInt32LE(0xdeadbeef, at + 16);
    const { totals, told } = await read({ 'wrong.zip': zip });
    expect(totals.unreadable).toBe(1);
    expect(told).toEqual(["wrong.zip!a.json: the zip's checksum of it is wrong"]);
  });

  test('an encrypted member, and one packed in another way, are told', async () => {
    const zip = await zipOf({ 'a.json': trail(1), 'b.json': trail(1) });
    const entries = [
      zip.indexOf(Buffer.from('PK\x01\x02', 'latin1')),
      zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')),
    ];
    zip.writeUInt16LE(1, (entries[0] ?? 0) + 8);
    zip.writeUInt16LE(93, (entries[1] ?? 0) + 10);
    const { told } = await read({ 'odd.zip': zip });
    expect(told).toEqual([
      'odd.zip!a.json: encrypted; unpack it with its password',
      'odd.zip!b.json: packed by method 93, which is not read; unpack it yourself',
    ]);
  });
});

test('nothing is left in the temporary folder', async () => {
  const temporary = mkdtempSync(path.join(tmpdir(), 'harborwatch-temporary-'));
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = temporary;
  const { totals } = await read({
    'x.tar': await tarOf({ 'in.zip': await zipOf({ 'trail.json': trail(1) }) }),
  });
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
  expect(totals.analyzed).toBe(1);
  expect(readdirSync(temporary)).toEqual([]);
  rmSync(temporary, { recursive: true });
});
