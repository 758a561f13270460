import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readAlike } from './read-alike';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'handed-over-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

let events = 0;
const event = (more: Readonly<Record<string, unknown>> = {}) => {
  events += 1;
  return {
    eventVersion: '1.11',
    eventTime: '2026-11-02T08:15:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'StopTask',
    eventID: `e-${events}`,
    userIdentity: { type: 'IAMUser', userName: 'alice' },
    ...more,
  };
};
const json = JSON.stringify;
const COLUMNS = ['Event name', 'Event time', 'User name', 'Event source', 'Resource name', 'Event ID'];
const table = (separator: string, ...rows: readonly (readonly string[])[]) =>
  [COLUMNS, ...rows].map((row) => row.join(separator)).join('\r\n');
const CALL = ['StopTask', '2026-11-02T08:15:00Z', 'alice', 'ecs.amazonaws.com', '', 'e-csv'];
const page = (count: number) =>
  json({
    Events: Array.from({ length: count }, () => ({ CloudTrailEvent: json(event()) })),
    NextToken: 'next',
  });
const V2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const flow = (source: number) =>
  `2 111122223333 eni-1 192.0.2.${source} 10.0.0.5 50000 22 6 12 900 1793607300 1793607360 ACCEPT OK`;

/** What people hand over, and what of it both commands read: calls, flows, unreadable records. */
const FILES: Readonly<Record<string, readonly [string | Buffer, calls: number, flows: number, odd: number]>> =
  {
    'saved again with semicolons': [table(';', CALL), 1, 0, 0],
    'saved again with tabs': [table('\t', CALL), 1, 0, 0],
    'a name with quotes, a comma and a line break': [
      table(',', CALL.with(2, '"al ""the"" ice, jr"').with(4, '"one\ntwo"')),
      1,
      0,
      0,
    ],
    'a table whose time was copied from the console': [
      table(';', CALL.with(1, 'November 02, 2026, 08:15:00 (UTC+01:00)')),
      1,
      0,
      0,
    ],
    'a table with the time of another country': [table(';', CALL.with(1, '02.11.2026, 08:15:00')), 0, 0, 1],
    'pages of lookup-events behind each other': [`${page(2)}${page(3)}\n${page(1)}`, 6, 0, 0],
    'bodies of a queue alone': [
      json({ Messages: [{ Body: json({ Type: 'Notification', Message: json(event()) }) }] }),
      1,
      0,
      0,
    ],
    'every kind of line break': [
      `${V2}\r\n${flow(1)}\n${flow(2)}\r\n${flow(3)}\r${flow(4)}\n\r\n${flow(5)}`,
      0,
      5,
      0,
    ],
    'UTF-16 in gzip': [gzipSync(Buffer.from(`\ufeff${V2}\r\n${flow(1)}\r\n`, 'utf16le')), 0, 1, 0],
    'gzip that is cut in the middle': [
      gzipSync([V2, ...Array.from({ length: 200 }, (_, at) => flow(at))].join('\n')).subarray(0, -40),
      0,
      Number.NaN,
      1,
    ],
    'a record too long to be one among others': [
      [event(), event({ requestParameters: { text: 'y'.repeat(17_000_000) } }), event()]
        .map((one) => json(one))
        .join('\n'),
      2,
      0,
      1,
    ],
    'UTF-32': [Buffer.from('fffe00007b0000007d000000', 'hex'), 0, 0, 1],
  };

test.each(Object.entries(FILES))('%s is read alike by both commands, and told alike', async (_, given) => {
  const [content, calls, flows, odd] = given;
  writeFileSync(path.join(folder, 'good.json'), json({ Records: [event()] }));
  writeFileSync(path.join(folder, 'handed-over'), content);
  const { files, replayed, queried, unread } = await readAlike(folder);
  expect(queried).toEqual(replayed);
  expect(replayed.calls - 1).toBe(calls);
  if (!Number.isNaN(flows)) expect(replayed.flows).toBe(flows);
  expect(files.reduce((sum, { unreadableCount }) => sum + unreadableCount, 0)).toBe(odd);
  expect(unread.query).toEqual(unread.replay);
});
