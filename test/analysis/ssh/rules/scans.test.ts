import { addressScan } from '../../../../analysis/ssh/rules/address-scan';
import { portScan } from '../../../../analysis/ssh/rules/port-scan';
import { sshFilteredProbe } from '../../../../analysis/ssh/rules/ssh-filtered-probe';
import { sshHorizontalScan } from '../../../../analysis/ssh/rules/ssh-horizontal-scan';
import { sshProbeBurst } from '../../../../analysis/ssh/rules/ssh-probe-burst';
import { sshVerticalScan } from '../../../../analysis/ssh/rules/ssh-vertical-scan';
import { ATTACKER, EIGHT, flow, judge, knock, TARGET, talk, times } from '../flows';

describe('ssh-filtered-probe', () => {
  const knocks = (count: number, fields = {}) =>
    times(count, (index) =>
      knock({ srcport: 40_000 + index, start: EIGHT + index * 60, end: EIGHT + index * 60 + 9, ...fields }),
    );

  test('not yet at nine rejected SYNs in an hour, now at ten, and low', () => {
    expect(judge(sshFilteredProbe, knocks(9))).toEqual([]);
    expect(judge(sshFilteredProbe, knocks(10))).toMatchObject([
      { severity: 'low', evidence: { rejected: 10 } },
    ]);
  });

  test("an inside source that is turned away is somebody's mistake", () => {
    expect(judge(sshFilteredProbe, knocks(10, { srcaddr: '10.0.7.7' }))).toEqual([]);
  });

  test('late packets of a closed connection are no probes', () => {
    const late = times(10, (index) =>
      knock({ srcaddr: '198.51.100.3', srcport: 22, dstport: 40_000 + index, tcpFlags: 4 }),
    );
    expect(judge(sshFilteredProbe, late)).toEqual([]);
  });
});

describe('ssh-probe-burst', () => {
  const burst = (count: number, every: number, source = ATTACKER) =>
    times(count, (index) => talk({ source, clientPort: 40_000 + index, at: EIGHT + index * every })).flat();

  test('not yet at four connections in two minutes, now at five', () => {
    expect(judge(sshProbeBurst, burst(4, 30))).toEqual([]);
    expect(judge(sshProbeBurst, burst(5, 30))).toMatchObject([{ severity: 'medium' }]);
    expect(judge(sshProbeBurst, burst(5, 31))).toEqual([]);
  });

  test('the same port five times is not five connections', () => {
    const same = times(5, (index) => flow({ start: EIGHT + index, end: EIGHT + index }));
    expect(judge(sshProbeBurst, same)).toEqual([]);
  });

  test('low from inside, and low where nothing answered', () => {
    expect(judge(sshProbeBurst, burst(5, 10, '10.0.7.7'))).toMatchObject([{ severity: 'low' }]);
    const knocks = times(5, (index) => knock({ srcport: 40_000 + index }));
    expect(judge(sshProbeBurst, knocks)).toMatchObject([{ severity: 'low' }]);
  });
});

describe('ssh-horizontal-scan', () => {
  const scan = (targets: number, every = 2) =>
    times(targets, (index) =>
      flow({ dstaddr: `10.0.1.${index}`, start: EIGHT + index * every, end: EIGHT + index * every }),
    );

  test('low from six targets on, medium from 25', () => {
    expect(judge(sshHorizontalScan, scan(5))).toEqual([]);
    expect(judge(sshHorizontalScan, scan(6))).toMatchObject([{ severity: 'low' }]);
    expect(judge(sshHorizontalScan, scan(25))).toMatchObject([
      { severity: 'medium', targets: { length: 25 } },
    ]);
  });

  test('twenty-five targets over two hours are no scan', () => {
    expect(judge(sshHorizontalScan, scan(25, 300))).toEqual([]);
  });

  test('banner grabs on 25 hosts are a scan from the internet; from inside they are monitoring, and low', () => {
    const grabs = (source: string) =>
      times(25, (index) =>
        talk({
          source,
          target: `10.0.1.${index}`,
          clientPort: 40_000 + index,
          at: EIGHT + index,
          packets: 5,
          bytes: 300,
        }),
      ).flat();
    expect(judge(sshHorizontalScan, grabs(ATTACKER))).toMatchObject([{ severity: 'medium' }]);
    expect(judge(sshHorizontalScan, grabs('10.0.7.7'))).toMatchObject([{ severity: 'low' }]);
  });

  test('an administrator who works on 25 hosts is no scanner', () => {
    const work = times(25, (index) =>
      talk({ target: `10.0.1.${index}`, clientPort: 40_000 + index, at: EIGHT + index, packets: 60 }),
    );
    expect(judge(sshHorizontalScan, work.flat())).toEqual([]);
  });
});

describe('ssh-vertical-scan and port-scan', () => {
  const touch = (ports: readonly number[], every = 1) =>
    ports.map((dstport, index) =>
      flow({ dstport, packets: 1, bytes: 44, start: EIGHT + index * every, end: EIGHT + index * every }),
    );
  const nine = [21, 23, 25, 53, 80, 110, 135, 139, 443];

  test('ten ports with SSH among them are one kind of scan, without it the other', () => {
    expect(judge(sshVerticalScan, touch([...nine, 22]))).toMatchObject([
      { severity: 'medium', source: ATTACKER, targets: [TARGET] },
    ]);
    expect(judge(portScan, touch([...nine, 22]))).toEqual([]);
    expect(judge(portScan, touch([...nine, 445]))).toMatchObject([{ severity: 'low' }]);
    expect(judge(sshVerticalScan, touch([...nine, 445]))).toEqual([]);
  });

  test('nine ports are not ten, and the same port ten times is one', () => {
    expect(judge(portScan, touch(nine))).toEqual([]);
    expect(
      judge(
        portScan,
        times(10, (index) => flow({ dstport: 443, start: EIGHT + index })),
      ),
    ).toEqual([]);
  });

  test('ten ports over a day are no scan', () => {
    expect(judge(portScan, touch([...nine, 445], 3_000))).toEqual([]);
  });

  test('a port scan that found something open is medium', () => {
    const open = flow({ dstport: 8080, packets: 2, bytes: 84, tcpFlags: 6 });
    expect(judge(portScan, [...touch(nine), open])).toMatchObject([
      { severity: 'medium', evidence: { ports: 10 } },
    ]);
  });

  test('stealth scans without a SYN are scans, also where the format has flags', () => {
    for (const tcpFlags of [0, 1]) {
      const stealth = touch([...nine, 22]).map((record) => ({ ...record, bytes: 40, tcpFlags }));
      expect(judge(sshVerticalScan, stealth)).toHaveLength(1);
    }
  });

  test('a client that talks on ten ports, as passive FTP does, is low', () => {
    const transfers = [...nine, 445].map((dstport) =>
      flow({ dstport: 20_000 + dstport, packets: 6, bytes: 320, tcpFlags: 3 }),
    );
    expect(judge(portScan, transfers)).toMatchObject([{ severity: 'low' }]);
  });

  test("a server that answers many clients' ports scans nobody", () => {
    const answers = times(20, (index) =>
      flow({ srcaddr: TARGET, dstaddr: ATTACKER, srcport: 443, dstport: 40_000 + index, tcpFlags: 18 }),
    );
    expect(judge(portScan, answers)).toEqual([]);
    const plain = answers.map((record) => ({ ...record, tcpFlags: undefined }));
    expect(judge(portScan, plain)).toEqual([]);
  });
});

describe('address-scan', () => {
  const look = (source: string, targets: number, fields = {}) =>
    times(targets, (index) =>
      flow({
        srcaddr: source,
        dstaddr: `198.51.100.${index}`,
        dstport: 23,
        packets: 5,
        bytes: 300,
        start: EIGHT + index,
        end: EIGHT + index + 40,
        ...fields,
      }),
    );

  test('low from six unanswered targets on; medium from inside at 25', () => {
    expect(judge(addressScan, look('10.0.1.5', 5))).toEqual([]);
    expect(judge(addressScan, look('10.0.1.5', 6))).toMatchObject([{ severity: 'low', ports: [23] }]);
    expect(judge(addressScan, look('10.0.1.5', 25))).toMatchObject([{ severity: 'medium' }]);
    expect(judge(addressScan, look(ATTACKER, 25))).toMatchObject([{ severity: 'low' }]);
  });

  test('a client of many servers that answer is no scanner', () => {
    const client = times(30, (index) =>
      talk({
        source: '10.0.1.5',
        target: `198.51.100.${index}`,
        port: 443,
        clientPort: 50_000 + index,
        at: EIGHT + index,
      }),
    );
    expect(judge(addressScan, client.flat())).toEqual([]);
  });

  test('a port that answers everywhere, and is left without a word, is low: health checks look like this', () => {
    expect(judge(addressScan, look('10.0.1.5', 30, { packets: 4, bytes: 216, tcpFlags: 3 }))).toMatchObject([
      { severity: 'low' },
    ]);
  });

  test('acknowledgements without flags are no contacts', () => {
    const idle = { dstport: 443, packets: 1, bytes: 52, tcpFlags: undefined };
    expect(judge(addressScan, look('10.0.1.5', 30, idle))).toEqual([]);
    expect(judge(addressScan, look('10.0.1.5', 30, { ...idle, packets: 3, bytes: 156 }))).toEqual([]);
  });
});
