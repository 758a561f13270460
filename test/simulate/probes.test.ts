import { createFleet } from '../../simulate/fleet';
import { halfOpenScan, refused } from '../../simulate/probes';
import { createRandom } from '../../simulate/random';

const [eni] = createFleet(createRandom(1), 1_793_577_600).taskInterfaces;
if (!eni) throw new Error('the fleet has no task to knock at');

describe('probes', () => {
  const knock = { eni, peer: '198.51.100.7', sourcePort: 50_000, port: 22, at: 1_793_577_600 };

  test('a refused one is a single SYN record with its retransmissions', () => {
    expect(refused({ ...knock, attempts: 3 })).toMatchObject([
      { action: 'REJECT', tcpFlags: 2, packets: 3, direction: 'ingress' },
    ]);
  });

  test('a half-open one is SYN and RST, answered by SYN-ACK', () => {
    expect(halfOpenScan(knock)).toMatchObject([
      { action: 'ACCEPT', tcpFlags: 6, packets: 2 },
      { action: 'ACCEPT', tcpFlags: 18, packets: 1, direction: 'egress', sourcePort: 22 },
    ]);
  });
});
