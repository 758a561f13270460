import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { ACCOUNT } from '../fleet';
import type { Simulation } from '../simulation';
import { type Intruder, intrude } from './intruder';

export interface Opening {
  readonly groupId: string;
  readonly port: number;
  readonly at: number;
  /** EC2 records the flat request of old tools and the nested one of new ones; the answer is the same. */
  readonly shape: 'flat' | 'nested';
  readonly ipv6?: boolean;
}

/** AuthorizeSecurityGroupIngress from anywhere, with the rule set in the answer. */
export function openPortToWorld(simulation: Simulation, who: Intruder, opening: Opening): void {
  const { random } = simulation;
  const { groupId, port, at, ipv6 = false } = opening;
  simulation.openings.push({ groupId, port, since: at });
  const anywhere = ipv6 ? { cidrIpv6: '::/0' } : { cidrIpv4: '0.0.0.0/0' };
  intrude(simulation, who, {
    at,
    service: 'ec2',
    name: 'AuthorizeSecurityGroupIngress',
    request: opening.shape === 'flat' ? flatRequest(groupId, port) : nestedRequest(groupId, port, ipv6),
    response: {
      requestId: random.uuid(),
      _return: true,
      securityGroupRuleSet: {
        items: [
          {
            groupOwnerId: ACCOUNT,
            groupId,
            securityGroupRuleId: `sgr-0${random.hex(16)}`,
            isEgress: false,
            ipProtocol: 'tcp',
            fromPort: port,
            toPort: port,
            ...anywhere,
          },
        ],
      },
    },
  });
}

function flatRequest(groupId: string, port: number): JsonObject {
  return { groupId, ipPermissions: {}, ipProtocol: 'tcp', fromPort: port, toPort: port, cidrIp: '0.0.0.0/0' };
}

function nestedRequest(groupId: string, port: number, ipv6: boolean): JsonObject {
  const ranges = ipv6
    ? { ipRanges: {}, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }
    : { ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] }, ipv6Ranges: {} };
  return {
    groupId,
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, groups: {}, prefixListIds: {}, ...ranges }],
    },
  };
}
