import { collectRows } from '../../../queries/query-result';
import { readAlike } from '../reading/read-alike';
import { ask, event, flow, folder, V2, withEngine } from './engine-folder';
import { flowKey, trailKey } from './query-folder';

const HOUR = '2026/11/02/08';
const NAME = '111122223333_vpcflowlogs_eu-west-1_fl-1_20261102T0800Z_a.log.gz';
const CALLS = 'select eventname from cloudtrail_logs';
const FLOWS = 'select srcaddr, dstaddr, dstport from vpc_flow_logs order by srcaddr';

test('a file of calls that somebody put among the flow logs is asked for calls', async () => {
  const name = '111122223333_CloudTrail_eu-west-1_20261102T0800Z_a.json.gz';
  folder.write(flowKey(HOUR, name), JSON.stringify({ Records: [event('StopLogging')] }));
  folder.write(flowKey(HOUR, NAME), `${V2}\n${flow('203.0.113.9')}\n`);
  expect((await ask(CALLS)).rows).toEqual([['StopLogging']]);
  expect((await ask(FLOWS)).rows).toEqual([['203.0.113.9', '10.0.0.5', 22]]);
});

test('flow logs that somebody put among the calls are asked for flows', async () => {
  folder.write(
    trailKey('eu-west-1', '2026/11/02').replace('.json', '.log'),
    `${V2}\n${flow('203.0.113.9')}\n`,
  );
  expect((await ask(FLOWS)).rows).toEqual([['203.0.113.9', '10.0.0.5', 22]]);
  expect((await ask(CALLS)).rows).toEqual([]);
});

test.each([
  ['as CloudTrail delivers them', () => JSON.stringify({ Records: [event('StopLogging')] })],
  ['one a line', () => `${JSON.stringify(event('StopLogging'))}\n`],
])('a question about calls alone looks into calls %s under a name of flow logs', async (_how, text) => {
  folder.write(flowKey(HOUR, NAME), text());
  folder.write(flowKey(HOUR, NAME.replace('_a', '_b')), `${V2}\n${flow('203.0.113.9')}\n`);
  expect((await ask(CALLS)).rows).toEqual([['StopLogging']]);
  // The key says an hour of flow logs; the record itself says its day.
  const ofDay = `${CALLS} where day = '2026/11/02' and region = 'eu-west-1'`;
  expect((await ask(ofDay)).rows).toEqual([['StopLogging']]);
});

test('a question about flows alone looks into flows under a name of calls', async () => {
  folder.write(trailKey('eu-west-1', '2026/11/02'), `${V2}\n${flow('203.0.113.9')}\n`);
  folder.write(trailKey('eu-west-1', '2026/11/02', 'b'), JSON.stringify({ Records: [event('StopLogging')] }));
  expect((await ask(FLOWS)).rows).toEqual([['203.0.113.9', '10.0.0.5', 22]]);
});

test('a call among flows is loaded with the calls, whichever table comes first', async () => {
  const lines = [V2, flow('203.0.113.9'), JSON.stringify(event('StopLogging'))];
  folder.write(flowKey(HOUR, NAME), `${lines.join('\n')}\n`);
  folder.write(trailKey('eu-west-1', '2026/11/02'), JSON.stringify({ Records: [event('StopTask')] }));
  await withEngine(async (engine) => {
    await engine.load();
    const rows = await collectRows(await engine.run(`${CALLS} order by 1`));
    expect(rows).toEqual([['StopLogging'], ['StopTask']]);
  });
});

test.each([
  ['labels.json'],
  ['harborwatch.json'],
  [`AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/11/02/a.json.gz`],
  [`AWSLogs/111122223333/CloudTrail-NetworkActivity/eu-west-1/2026/11/02/a.json.gz`],
  [`AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/02/a.json.gz`],
])('calls in a file of the name %s are calls, to both commands', async (name) => {
  folder.write(name, JSON.stringify({ Records: [event('StopLogging')] }));
  const { replayed, queried } = await readAlike(folder.root);
  expect([replayed.calls, queried.calls]).toEqual([1, 1]);
});

test('a call among flows is no row of flows', async () => {
  const lines = [V2, flow('203.0.113.9'), JSON.stringify(event('StopLogging')), flow('203.0.113.10')];
  folder.write(flowKey(HOUR, NAME), `${lines.join('\n')}\n`);
  const both = 'select (select count(*) from vpc_flow_logs), (select count(*) from cloudtrail_logs)';
  expect((await ask(both)).rows).toEqual([[2, 1]]);
});

test.each([
  ['as a template', `\${dstaddr} \${srcaddr} \${dstport} \${start} \${end}`],
  ['in upper case', 'DSTADDR SRCADDR DSTPORT START END'],
])('names of fields %s give their lines the order', async (_what, header) => {
  const lines = `${header}\n10.0.0.5 203.0.113.9 22 1793607300 1793607360\n`;
  folder.write(flowKey(HOUR, NAME), lines);
  folder.write('loose.log', lines.replaceAll('113.9', '113.8'));
  const { rows, unreadable } = await ask(FLOWS);
  expect(unreadable).toEqual([]);
  expect(rows).toEqual([
    ['203.0.113.8', '10.0.0.5', 22],
    ['203.0.113.9', '10.0.0.5', 22],
  ]);
});
