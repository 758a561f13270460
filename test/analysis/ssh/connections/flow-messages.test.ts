import fc from 'fast-check';
import { SshActivity } from '../../../../analysis/ssh/activity';
import { addFlowMessages } from '../../../../analysis/ssh/connections/flow-messages';
import { DEFAULT_SSH_POLICY } from '../../../../analysis/ssh/policy';
import { DEFAULT_FORMAT } from '../../../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat } from '../../../../records/flow-logs/flow-log-format';

const SSH = '2 111122223333 eni-a 203.0.113.7 10.0.1.5 40000 22 6 1 60 1793606400 1793606450 ACCEPT OK';
const REPLY = '2 111122223333 eni-a 10.0.1.5 203.0.113.7 22 40000 6 1 60 1793606400 1793606450 ACCEPT OK';
const WEB = '2 111122223333 eni-a 203.0.113.7 10.0.1.5 40022 443 6 22222 60 1793606400 1793606450 ACCEPT OK';
const LOST = '2 111122223333 eni-a - - - - - - - 1793606400 1793606450 - SKIPDATA';
const QUIET = '2 111122223333 eni-a - - - - - - - 1793606400 1793606450 - NODATA';

function take(lines: readonly string[], format: string | readonly string[] = DEFAULT_FORMAT) {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  const counts = addFlowMessages(activity, compileFlowLogFormat(format), lines);
  return { activity, counts };
}

test('lines with an SSH port on either side are analyzed, the rest is counted and passed over', () => {
  const { activity, counts } = take([SSH, WEB, REPLY, QUIET]);
  expect(counts).toEqual({ analyzed: 2, withoutSsh: 2, nodata: 0, skipdata: 0, unreadable: [] });
  expect(activity.size).toBe(2);
});

test('SKIPDATA is noted with its interface', () => {
  const { activity, counts } = take([LOST]);
  expect(counts.skipdata).toBe(1);
  expect([...activity.lost.values()]).toEqual([
    { interfaceId: 'eni-a', start: 1_793_606_400, end: 1_793_606_450 },
  ]);
});

test('one bad line costs one line and says why', () => {
  const { counts } = take([SSH, `${SSH} surplus`, SSH.replace(' 6 1 ', ' 6 one '), REPLY]);
  expect(counts.analyzed).toBe(2);
  expect(counts.unreadable).toEqual([
    { index: 1, reason: expect.stringContaining('surplus columns') },
    { index: 2, reason: expect.stringContaining('packets') },
  ]);
});

test('a port in the first or the last column is found as well', () => {
  const { activity } = take(
    [
      '22 10.0.1.5 203.0.113.7 6 5 600 1793606400 1793606450 40000',
      '40000 203.0.113.7 10.0.1.5 6 5 600 1793606400 1793606450 22',
    ],
    'srcport srcaddr dstaddr protocol packets bytes start end dstport',
  );
  expect(activity.size).toBe(2);
});

test('no lines, nothing counted', () => {
  expect(take([]).counts).toEqual({ analyzed: 0, withoutSsh: 0, nodata: 0, skipdata: 0, unreadable: [] });
});

const PLAIN_FORMAT = compileFlowLogFormat(DEFAULT_FORMAT);

/** One line after the other, each as a text. */
function takeOneByOne(messages: readonly string[]) {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  const line = PLAIN_FORMAT.reader();
  const counts = { analyzed: 0, withoutSsh: 0, nodata: 0, skipdata: 0 };
  const unreadable: { index: number; reason: string }[] = [];
  for (const [index, message] of messages.entries()) {
    if (!/ (?:22|2222) |SKIPDATA/.test(message)) {
      counts.withoutSsh += 1;
      continue;
    }
    const outcome = line.read(message);
    if (outcome === 'record') {
      activity.add(line);
      counts.analyzed += 1;
    } else if (outcome === 'unreadable') {
      unreadable.push({ index, reason: line.reason });
    } else {
      const { interfaceId = '-', start, end } = line;
      if (outcome === 'skipdata' && start !== undefined)
        activity.addLost({ interfaceId, start, end: end ?? start });
      counts[outcome] += 1;
    }
  }
  return { pairs: [...activity.pairs], lost: [...activity.lost], counts: { ...counts, unreadable } };
}

const mutations: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => `${line}\r`,
  (line) => `${line}  `,
  (line) => `${line}\n${SSH}`,
  (line) => `\n${line}`,
  (line) => line.replace(' ', '  '),
  (line) => line.replace('eni-a', 'eni-ä'),
  (line) => line.replace('eni-a', 'eni\u2028a'),
  (line) => line.replace('2 ', '# '),
  (line) => line.replace('60 ', '99999999999999999 '),
  (line) => line.replace('ACCEPT', 'MAYBE'),
  (line) => line.replace('ACCEPT', '-'),
  (line) => line.replace(' OK', ''),
  (line) => line.replace('203.0.113.7', '2001:db8::7'),
];

test('lines that are read many at once say what they say one by one', () => {
  const message = fc
    .tuple(fc.constantFrom(SSH, REPLY, WEB, LOST, QUIET), fc.constantFrom(...mutations), fc.nat(400))
    .map(([line, mutate, number]) => mutate(line.replace('40000', String(40_000 + number))));
  fc.assert(
    fc.property(fc.array(message, { maxLength: 40 }), fc.boolean(), (messages, isMany) => {
      const all = isMany ? [...messages, ...Array<string>(600).fill(SSH), ...messages] : messages;
      const { activity, counts } = take(all);
      const { pairs, lost, ...oneByOne } = takeOneByOne(all);
      expect({ counts }).toEqual(oneByOne);
      expect([...activity.pairs]).toEqual(pairs);
      expect([...activity.lost]).toEqual(lost);
    }),
  );
});
