import { unusualEgress } from '../../../../analysis/ssh/rules/unusual-egress';
import { EIGHT, flow, judge, times } from '../flows';
import { FAR, sent } from '../habit-flows';

const megabytes = (protocol: number, fields = {}) =>
  times(5, (index) =>
    sent(1, {
      ...{ protocol, srcport: 0, dstport: 0, packets: 900, bytes: 900_000, tcpFlags: 0 },
      ...{ start: EIGHT + index * 60, ...fields },
    }),
  );

test.each([
  [47, 'GRE'],
  [50, 'ESP'],
  [99, 'IP protocol 99'],
])('protocol %i from a task to the internet is told as %s', (protocol, name) => {
  expect(judge(unusualEgress, megabytes(protocol))).toMatchObject([
    { severity: 'medium', summary: expect.stringContaining(`4500000 bytes by ${name}`) },
  ]);
  expect(judge(unusualEgress, megabytes(protocol, { dstaddr: '10.0.9.9' }))).toEqual([]);
});

test('what is no task of ours sends what it likes', () => {
  expect(judge(unusualEgress, [flow({ protocol: 47, srcport: 0, dstport: 0, dstaddr: FAR })])).toEqual([]);
});

/** Windows of questions by UDP, each `length` bytes long with its headers. */
const questions = (dstport: number, length: number, packets = 2_000) =>
  times(8, (index) =>
    sent(1, {
      ...{ protocol: 17, srcport: 50_000 + index, dstport, packets, bytes: packets * length, tcpFlags: 0 },
      start: EIGHT + index * 60,
    }),
  );

test('megabytes in long names are a tunnel, a busy client that asks for short ones is none', () => {
  expect(judge(unusualEgress, questions(53, 210))).toMatchObject([
    { severity: 'medium', summary: expect.stringContaining('210 each, to port 53') },
  ]);
  expect(judge(unusualEgress, questions(53, 78))).toEqual([]);
  expect(judge(unusualEgress, questions(53, 210, 40))).toEqual([]);
});

test('so is the time asked for with more than such a question has', () => {
  expect(judge(unusualEgress, questions(123, 400))).toHaveLength(1);
  expect(judge(unusualEgress, questions(123, 76))).toEqual([]);
});
