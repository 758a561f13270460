import { parseFilterPattern } from '../../../analysis/filter-pattern';
import type { Finding } from '../../../analysis/finding';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import { ANALYZER_DETECTIONS } from '../../../handlers/analyzer-detections';
import { judge } from '../../../handlers/flow-log-analyzer/analyze-batch';
import {
  daemonPattern,
  readDaemonWords,
  sourcesToAskAbout,
} from '../../../handlers/ssh-campaign-analyzer/read-daemon-words';
import { ATTACKER, activityOf, EIGHT, talk, times } from '../../analysis/ssh/flows';

const line = (message: string, process = 'sshd', at = EIGHT) =>
  JSON.stringify({ logged_at: new Date(at * 1_000).toISOString(), process, message });
const failed = (port: number, at: number) =>
  line(`Failed password for root from ${ATTACKER} port ${port} ssh2`, 'sshd', at);
const accepted = (port: number, at: number) =>
  line(`Accepted password for root from ${ATTACKER} port ${port} ssh2`, 'sshd', at);

/** A log group that gives these pages, one a call, and says what it was asked. */
function group(...pages: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const send = async ({ input }: { input: { filterPattern?: string } }) => {
    asked.push(input.filterPattern ?? '');
    const page = pages[asked.length - 1] ?? pages.at(-1) ?? [];
    return {
      events: page.map((message) => ({ message })),
      ...(asked.length < pages.length && { nextToken: `page ${asked.length}` }),
    };
  };
  return { asked, client: { send } as unknown as Parameters<typeof readDaemonWords>[0] };
}
const SPAN = { from: EIGHT, until: EIGHT + 3_600 };
const read = (client: Parameters<typeof readDaemonWords>[0], sources = [ATTACKER]) =>
  readDaemonWords(client, '/containers', sources, SPAN, Number.POSITIVE_INFINITY);

test('the pattern finds what daemons wrote about the sources, and nothing else', () => {
  const pattern = parseFilterPattern(daemonPattern([ATTACKER, '2001:db8::7']));
  expect(pattern.matchesText(failed(40_000, EIGHT))).toBe(true);
  expect(
    pattern.matchesText(line("Password auth succeeded for 'root' from 2001:db8::7:51234", 'dropbear')),
  ).toBe(true);
  expect(pattern.matchesText(line(`Failed password for root from 192.0.2.9 port 1 ssh2`))).toBe(false);
  expect(pattern.matchesText(line(`GET / from ${ATTACKER}`, 'nginx'))).toBe(false);
});

test('as many IPv6 addresses as are asked about fit into a pattern', async () => {
  const sources = times(40, (index) => `2001:db8:1111:2222:3333:4444:5555:${6_000 + index}`);
  const { client, asked } = group([]);
  expect((await read(client, sources)).isCapped).toBe(true);
  expect(asked[0]?.length).toBeLessThanOrEqual(1_024);
});

test('empty pages are read on, what is no line of a login is passed over, and a flood ends', async () => {
  const { client } = group([], [failed(1, EIGHT), 'no JSON', line('Server listening on :: port 22.')]);
  expect(await read(client)).toMatchObject({ isCapped: false, words: [{ outcome: 'failed' }] });
  const flood = group(...times(50, () => [failed(1, EIGHT)]));
  expect((await read(flood.client)).isCapped).toBe(true);
  expect(flood.asked.length).toBeLessThanOrEqual(10);
});

test('nobody to ask about asks nothing', async () => {
  const { client, asked } = group([failed(1, EIGHT)]);
  expect(await read(client, [])).toEqual({ words: [], isCapped: false });
  expect(asked).toEqual([]);
});

test("the daemon's word confirms and refutes the probable login in the same finding", async () => {
  const records = [
    ...times(12, (index) => talk({ clientPort: 40_000 + index, at: EIGHT + index * 15 })).flat(),
    ...talk({ clientPort: 41_000, at: EIGHT + 200, seconds: 20, packets: 60 }),
  ];
  const judged = async (...lines: readonly string[]) => {
    const activity = activityOf(records);
    const sources = sourcesToAskAbout(judge(activity, ANALYZER_DETECTIONS, DEFAULT_SSH_POLICY));
    const { words } = await read(group(lines).client, [...sources]);
    for (const word of words) activity.addDaemonWord(word);
    return judge(activity, ANALYZER_DETECTIONS, DEFAULT_SSH_POLICY).filter(
      ({ detection }: Finding) => detection === 'ssh-probable-login',
    );
  };
  const guesses = times(12, (index) => failed(40_000 + index, EIGHT + index * 15 + 2));
  const [bySizes] = await judged();
  const [confirmed] = await judged(...guesses, accepted(41_000, EIGHT + 202));
  expect(confirmed?.id).toBe(bySizes?.id);
  expect(confirmed).toMatchObject({ severity: 'critical', confidence: 0.99 });
  expect(confirmed?.summary).toContain('sshd accepted root');
  expect(await judged(...guesses, failed(41_000, EIGHT + 202))).toEqual([]);
});
