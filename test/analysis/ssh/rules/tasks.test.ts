import { sshAcceptedFromInternet } from '../../../../analysis/ssh/rules/ssh-accepted-from-internet';
import { sshOutboundFromTask } from '../../../../analysis/ssh/rules/ssh-outbound-from-task';
import { unusualEgress } from '../../../../analysis/ssh/rules/unusual-egress';
import type { FlowRecord } from '../../../../records/flow-logs/flow-record';
import { ATTACKER, EIGHT, flow, judge, knock, TARGET, talk, times } from '../flows';

const TASK = {
  ecsClusterName: 'harbor',
  ecsServiceName: 'orders',
  ecsTaskId: '0123456789abcdef0123456789abcdef',
};
const fromTask = (fields: Partial<FlowRecord>) =>
  flow({ srcaddr: TARGET, dstaddr: ATTACKER, flowDirection: 'egress', ...TASK, ...fields });

describe('ssh-outbound-from-task', () => {
  test('one outbound connection is enough, and it names the service', () => {
    expect(judge(sshOutboundFromTask, [fromTask({ dstport: 22 })])).toMatchObject([
      {
        severity: 'high',
        source: TARGET,
        targets: [ATTACKER],
        evidence: { ecsService: 'orders', ecsCluster: 'harbor' },
      },
    ]);
  });

  test('ports that SSH is moved to count, the web does not', () => {
    expect(judge(sshOutboundFromTask, [fromTask({ dstport: 62_612 })])).toHaveLength(1);
    expect(judge(sshOutboundFromTask, [fromTask({ dstport: 443 })])).toEqual([]);
  });

  test('an attempt that the filters stopped counts as well', () => {
    expect(judge(sshOutboundFromTask, [fromTask({ dstport: 22, action: 'REJECT' })])).toHaveLength(1);
  });

  test('the same connection from something that is no ECS task is not this', () => {
    expect(
      judge(sshOutboundFromTask, [flow({ srcaddr: TARGET, dstaddr: ATTACKER, flowDirection: 'egress' })]),
    ).toEqual([]);
  });

  test('a task that answers SSH has not opened it', () => {
    const inbound = talk({ clientPort: 40_000, at: EIGHT }).map((record) => ({
      ...record,
      ...TASK,
      flowDirection: record.dstaddr === TARGET ? ('ingress' as const) : ('egress' as const),
    }));
    expect(judge(sshOutboundFromTask, inbound)).toEqual([]);
  });

  test('a trusted target is no finding', () => {
    expect(
      judge(sshOutboundFromTask, [fromTask({ dstport: 22 })], { trustedCidrs: ['203.0.113.0/24'] }),
    ).toEqual([]);
  });
});

describe('ssh-accepted-from-internet', () => {
  test('one answered connection from the internet is enough', () => {
    expect(judge(sshAcceptedFromInternet, talk({ clientPort: 40_000, at: EIGHT }))).toMatchObject([
      { severity: 'high', source: ATTACKER, targets: [TARGET] },
    ]);
  });

  test('a thousand sources on one open port are one story', () => {
    const many = times(200, (index) =>
      talk({ source: `198.51.100.${index}`, clientPort: 40_000, at: EIGHT + index * 30 }),
    );
    expect(judge(sshAcceptedFromInternet, many.flat())).toMatchObject([
      { source: '*', evidence: { sourceCount: 200 } },
    ]);
  });

  test('turned away, answered with a reset, or from inside: not this', () => {
    expect(judge(sshAcceptedFromInternet, [knock()])).toEqual([]);
    const reset = flow({
      srcaddr: TARGET,
      dstaddr: ATTACKER,
      srcport: 22,
      dstport: 40_000,
      bytes: 40,
      tcpFlags: 4,
    });
    expect(judge(sshAcceptedFromInternet, [flow(), reset])).toEqual([]);
    expect(
      judge(sshAcceptedFromInternet, talk({ source: '10.0.9.9', clientPort: 40_000, at: EIGHT })),
    ).toEqual([]);
  });
});

describe('unusual-egress', () => {
  test('a task that calls the internet on an odd port is told; web, DNS and time are not', () => {
    expect(judge(unusualEgress, [fromTask({ dstport: 3333 })])).toMatchObject([
      { severity: 'medium', ports: [3333] },
    ]);
    for (const dstport of [80, 443, 53, 123])
      expect(judge(unusualEgress, [fromTask({ dstport })])).toEqual([]);
  });

  test('a session of twenty minutes is told like one of a minute', () => {
    const session = times(20, (minute) =>
      fromTask({
        dstport: 4444,
        packets: 12,
        bytes: 900,
        tcpFlags: minute === 0 ? 2 : 0,
        start: EIGHT + minute * 60,
        end: EIGHT + minute * 60 + 59,
      }),
    );
    expect(judge(unusualEgress, session)).toMatchObject([{ ports: [4444], firstSeen: EIGHT }]);
    expect(judge(unusualEgress, session.reverse())).toHaveLength(1);
  });

  test('the port list is a setting', () => {
    expect(judge(unusualEgress, [fromTask({ dstport: 5432 })], { egressPorts: [443, 5432] })).toEqual([]);
  });

  test('odd ports inside the network, and answers to clients, are nothing unusual', () => {
    expect(judge(unusualEgress, [fromTask({ dstaddr: '10.0.3.3', dstport: 6379 })])).toEqual([]);
    expect(judge(unusualEgress, [fromTask({ srcport: 8080, dstport: 51_000, tcpFlags: 18 })])).toEqual([]);
    expect(judge(unusualEgress, [fromTask({ srcport: 8080, dstport: 51_000, tcpFlags: 0 })])).toEqual([]);
  });

  test('not yet at five GiB to one address in an hour, now above', () => {
    const copy = (windows: number) =>
      times(windows, (index) =>
        fromTask({
          dstport: 443,
          bytes: 128 * 1024 ** 2,
          packets: 90_000,
          tcpFlags: 0,
          start: EIGHT + index * 60,
          end: EIGHT + index * 60 + 59,
        }),
      );
    expect(judge(unusualEgress, copy(40))).toEqual([]);
    expect(judge(unusualEgress, copy(41))).toMatchObject([{ targets: [ATTACKER], ports: [443] }]);
  });
});
