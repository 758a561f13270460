import { readFileSync } from 'node:fs';
import { auditFolder } from '../../../local/query/audit-folder';
import { readFolder } from '../../../local/reading/read-folder';
import { ReplayEngine } from '../../../local/replay/replay-engine';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { ask, event, flow, folder, sources, V2, withEngine, writeParquet } from './engine-folder';
import { flowKey, trailKey } from './query-folder';

describe('flows that were delivered twice', () => {
  const START = 1_793_607_300;
  const WIDE = `${V2} tcp-flags`;
  const wide = (...given: Parameters<typeof flow>) => `${flow(...given)} 2`;

  test('as text and as Parquet count once, and what only text has is kept', async () => {
    await writeParquet(
      flowKey('2026/11/02/08', 'a.log.parquet'),
      `select 'eni-1' as interface_id, '192.0.2.1' as srcaddr, ${START}::bigint as "start"`,
    );
    folder.write(
      flowKey('2026/11/02/08', 'a.log.gz'),
      `${V2}\n${flow('192.0.2.1')}\n${flow('192.0.2.2', START, 'eni-2')}\n`,
    );
    folder.write(flowKey('2026/11/02/09', 'b.log.gz'), `${V2}\n${flow('192.0.2.3', START + 3600)}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
    const { notes } = await ask('select count(*) from vpc_flow_logs');
    expect(notes).toEqual([
      '1 flow record in text of 14 fields left out: a fuller format (Parquet) has the same interfaces in the same hours, and no flow counts twice',
    ]);
    expect((await ask('select count(*) from cloudtrail_logs')).notes).toEqual([]);
  });

  test('are told by a replay, its audit and whoever loads the folder, too', async () => {
    folder.write('narrow.log', `${V2}\n${flow('192.0.2.1')}\n${flow('192.0.2.2', START + 60)}\n`);
    folder.write('wide.log', `${WIDE}\n${wide('192.0.2.1')}\n${wide('192.0.2.3', START + 60)}\n`);
    const why =
      '1 flow record in text of 14 fields left out: a fuller format (text of 15 fields) has the same interfaces in the same hours, and no flow counts twice';
    const notes = await withEngine(async (engine) => {
      await engine.load();
      return (await engine.run('select count(*) from vpc_flow_logs')).notes;
    });
    expect(notes).toEqual(['1 duplicates left out', why]);
    expect((await auditFolder(folder.root, { memoryMegabytes: 256 })).notes).toEqual([why]);
    const engine = new ReplayEngine(mergeSettings({}));
    const { totals } = await readFolder(folder.root, engine);
    expect(totals).toMatchObject({ analyzed: 3, skipped: { 'duplicate-with-more-fields': 1 } });
    expect(engine.finish().notes.filter((note) => note.includes('formats'))).toEqual([
      'flow logs in 2 formats tell of the same time, 1 hour (narrow.log; wide.log): what several formats recorded is judged from each, and counts once where the records are the same; questions take the fullest format of an interface',
    ]);
  });

  test('in two text formats, in no layout, count once, as the fuller has them', async () => {
    folder.write('narrow.log', `${V2}\n${flow('192.0.2.1')}\n${flow('192.0.2.2', START + 60)}\n`);
    folder.write('wide.log', `${WIDE}\n${wide('192.0.2.1')}\n${wide('192.0.2.2', START + 60)}\n`);
    const { rows } = await ask('select srcaddr, tcp_flags from vpc_flow_logs order by 1');
    expect(rows).toEqual([
      ['192.0.2.1', 2],
      ['192.0.2.2', 2],
    ]);
  });

  test('in three formats count once', async () => {
    await writeParquet(
      'all.parquet',
      `select 'eni-1' as interface_id, '192.0.2.1' as srcaddr, ${START}::bigint as "start"`,
    );
    folder.write('narrow.log', `${V2}\n${flow('192.0.2.1')}\n${flow('192.0.2.2', START + 3600)}\n`);
    folder.write('wide.log', `${WIDE}\n${wide('192.0.2.1')}\n${wide('192.0.2.2', START + 3600)}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  test('are not those before and after a flow log was replaced by one of another format', async () => {
    folder.write(
      'before-and-after.log',
      `${V2}\n${flow('192.0.2.1', START - 120)}\n${flow('192.0.2.4', START + 180)}\n`,
    );
    folder.write('between.log', `${WIDE}\n${wide('192.0.2.2')}\n${wide('192.0.2.3', START + 60)}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']);
  });

  test('are not two files of one format', async () => {
    folder.write('a.log', `${V2}\n${flow('192.0.2.1')}\n`);
    folder.write('b.log', `${V2}\n${flow('192.0.2.2')}\n`);
    expect(await sources()).toEqual(['192.0.2.1', '192.0.2.2']);
  });
});

test('a file that lies in the layout and beside it counts once, and is told', async () => {
  const trail = JSON.stringify({ Records: [event('StopTask', { eventID: 'e-1' })] });
  const key = folder.write(trailKey('eu-west-1', '2026/11/02'), trail);
  folder.write('copy.json.gz', readFileSync(key));
  folder.write('other.json', JSON.stringify({ Records: [event('RunTask', { eventID: 'e-2' })] }));
  const { rows, notes } = await ask('select count(*) from cloudtrail_logs');
  expect(rows).toEqual([[2]]);
  expect(notes).toEqual(['copy.json.gz left out: byte for byte a file that lies in the layout, too']);
});
