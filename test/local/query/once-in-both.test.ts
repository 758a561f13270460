import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalEngine } from '../../../local/query/local-engine';
import { collectRows } from '../../../queries/query-result';
import { readAlike } from '../reading/read-alike';
import { ask, event, flow, folder, V2 } from './engine-folder';
import { flowKey, trailKey } from './query-folder';

const START = 1_793_607_300;
const ids = Array.from({ length: 5 }, (_, at) => `e-${at}`);
const trail = (names: readonly string[]) =>
  JSON.stringify({ Records: names.map((eventID) => event('StopTask', { eventID })) });
/** As `aws cloudtrail lookup-events` prints them. */
const lookedUp = (names: readonly string[]) =>
  JSON.stringify({
    Events: names.map((eventID) => ({
      EventId: eventID,
      CloudTrailEvent: JSON.stringify(event('StopTask', { eventID, eventVersion: '1.11' })),
    })),
  });

test('an event of a delivered file and of a loaded one counts once, as delivered, and is told', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), trail(ids.slice(0, 3)));
  folder.write('found.json', lookedUp(ids.slice(1)));
  const { rows, notes } = await ask('select eventid, region from cloudtrail_logs order by 1');
  expect(rows.map(([id]) => id)).toEqual(ids);
  expect(notes).toEqual(['2 duplicates left out']);
  const { replayed, queried, files } = await readAlike(folder.root);
  expect(queried.calls).toBe(replayed.calls);
  expect(files.flatMap(({ skipped }) => skipped['duplicate'] ?? [])).toEqual([2]);
});

test('a flow of a delivered file and of a loaded one counts once, as delivered, and is told', async () => {
  const lines = Array.from({ length: 6 }, (_, at) => flow(`192.0.2.${at}`, START + 60 * at));
  const nodata = `2 111122223333 eni-9 - - - - - - - ${START} ${START + 60} - NODATA`;
  folder.write(flowKey('2026/11/02/08', 'a.log.gz'), `${[V2, ...lines.slice(0, 4), nodata].join('\n')}\n`);
  // As an export of the log group has them: with a time before each line.
  folder.write(
    'export.gz',
    `${[...lines.slice(2), nodata].map((line) => `2026-11-02T08:15:00.000Z ${line}`).join('\n')}\n`,
  );
  const { rows, notes } = await ask(
    "select srcaddr, region from vpc_flow_logs where interface_id = 'eni-1' order by 1",
  );
  expect(rows.map(([source]) => source)).toEqual(lines.map((_, at) => `192.0.2.${at}`));
  expect(rows.map(([, region]) => region)).toEqual([
    ...Array.from({ length: 4 }, () => 'eu-west-1'),
    'unknown',
    'unknown',
  ]);
  expect(notes).toEqual(['3 duplicates left out']);
  const { replayed, queried } = await readAlike(folder.root);
  expect(queried.flows).toBe(replayed.flows);
});

test('a loaded file of which nothing is left is no hindrance', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), trail(ids));
  folder.write('found.json', lookedUp(ids));
  const { rows, notes } = await ask('select count(*) from cloudtrail_logs');
  expect(rows).toEqual([[5]]);
  expect(notes).toEqual(['5 duplicates left out']);
});

test('what is remembered of a folder hides no duplicate', async () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'harborwatch-cache-'));
  const counted = async () => {
    const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 256, threads: 2, cache });
    try {
      const answer = await engine.run('select count(*) from cloudtrail_logs');
      return [(await collectRows(answer))[0]?.[0], answer.notes];
    } finally {
      await engine.close();
    }
  };
  folder.write(trailKey('eu-west-1', '2026/11/02'), trail(ids.slice(0, 3)));
  expect(await counted()).toEqual([3, []]);
  folder.write('found.json', trail(ids.slice(1)));
  for (const _ of [1, 2, 3]) expect(await counted()).toEqual([5, ['2 duplicates left out']]);
  folder.write(trailKey('eu-west-1', '2026/11/02', 'b'), trail(ids.slice(3)));
  for (const _ of [1, 2, 3]) expect(await counted()).toEqual([5, ['4 duplicates left out']]);
  rmSync(cache, { recursive: true });
});
