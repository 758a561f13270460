import fc from 'fast-check';
import { type Conversation, conversation } from '../../simulate/conversation';
import { createFleet } from '../../simulate/fleet';
import { createRandom } from '../../simulate/random';

const [eni] = createFleet(createRandom(1), 1_793_577_600).taskInterfaces;
if (!eni) throw new Error('the fleet has no task to talk to');

const talk: Conversation = {
  eni,
  way: 'inbound',
  peer: '198.51.100.7',
  clientPort: 40_000,
  serverPort: 22,
  at: 1_793_577_600 + eni.phase + 10,
  seconds: 20,
  up: { packets: 16, bytes: 1973 },
  down: { packets: 25, bytes: 3171 },
};

describe('conversation', () => {
  test('within one window it is one record a direction, with SYN and FIN in both', () => {
    expect(conversation(talk)).toMatchObject([
      {
        direction: 'ingress',
        packets: 16,
        bytes: 1973,
        tcpFlags: 3,
        source: '198.51.100.7',
        destinationPort: 22,
      },
      {
        direction: 'egress',
        packets: 25,
        bytes: 3171,
        tcpFlags: 19,
        sourcePort: 22,
        destinationPort: 40_000,
      },
    ]);
  });

  test('over three windows the flags are spread: opening, nothing, closing', () => {
    const flows = conversation({ ...talk, seconds: 130 });
    expect(flows.filter(({ direction }) => direction === 'ingress').map(({ tcpFlags }) => tcpFlags)).toEqual([
      2, 0, 1,
    ]);
    expect(flows.filter(({ direction }) => direction === 'egress').map(({ tcpFlags }) => tcpFlags)).toEqual([
      18, 0, 1,
    ]);
  });

  test('a window in which nothing was sent has no record', () => {
    const idle = conversation({
      ...talk,
      seconds: 600,
      up: { packets: 2, bytes: 120 },
      down: { packets: 2, bytes: 120 },
    });
    expect(idle).toHaveLength(4);
  });

  test('one that a task opened goes out and comes back in', () => {
    expect(conversation({ ...talk, way: 'outbound' })).toMatchObject([
      { direction: 'egress', source: eni.privateIp, destinationPort: 22, tcpFlags: 3 },
      { direction: 'ingress', destination: eni.privateIp, sourcePort: 22, tcpFlags: 19 },
    ]);
  });

  test('a client that resets leaves an RST and no FIN', () => {
    expect(conversation({ ...talk, ending: 'reset' }).map(({ tcpFlags }) => tcpFlags)).toEqual([6, 18]);
  });

  test('windows neither lose nor invent packets and bytes, and stay within a minute', () => {
    const volume = fc.record({
      packets: fc.integer({ min: 1, max: 400 }),
      bytes: fc.integer({ min: 400, max: 1e7 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 90 }),
        volume,
        volume,
        (length, late, up, down) => {
          const flows = conversation({ ...talk, at: talk.at + late, seconds: length, up, down });
          for (const [direction, asked] of [
            ['ingress', up],
            ['egress', down],
          ] as const) {
            const own = flows.filter((flow) => flow.direction === direction);
            expect(sum(own.map(({ packets }) => packets))).toBe(asked.packets);
            expect(sum(own.map(({ bytes }) => bytes))).toBe(asked.bytes);
            const windows = own.map(({ start }) => Math.floor((start - eni.phase) / 60));
            expect(new Set(windows).size).toBe(windows.length);
            for (const flow of own) {
              expect(flow.packets).toBeGreaterThan(0);
              expect(Math.floor((flow.end - eni.phase) / 60)).toBe(Math.floor((flow.start - eni.phase) / 60));
            }
          }
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
