import {
  ACCOUNT,
  CLUSTER,
  CLUSTER_ARN,
  type Fleet,
  type NetworkInterface,
  REGION,
  taskArn,
  taskDefinitionArn,
} from '../fleet';
import { type FlowLogEntry, isEmptyWindow, TCP } from '../flow';

/** What stands in a field that does not apply. */
export const ABSENT = '-';

/** EC2's interface types; Fargate's and load balancers' interfaces are plain ones. */
const INTERFACE_TYPES: Record<NetworkInterface['kind'], string> = {
  task: 'interface',
  'load-balancer': 'interface',
  database: 'interface',
  'nat-gateway': 'nat_gateway',
  endpoint: 'vpc_endpoint',
};

/** The value of a field by AWS name, as text; `-` where it does not apply to this record. */
export function flowLogValue(fleet: Fleet, entry: FlowLogEntry, name: string, version: number): string {
  const known = ofInterface(fleet, entry, name, version);
  if (known !== undefined) return known;
  if (isEmptyWindow(entry)) return ABSENT;
  switch (name) {
    case 'srcaddr':
      return entry.source;
    case 'dstaddr':
      return entry.destination;
    case 'srcport':
      return String(entry.sourcePort);
    case 'dstport':
      return String(entry.destinationPort);
    case 'protocol':
      return String(entry.protocol);
    case 'packets':
      return String(entry.packets);
    case 'bytes':
      return String(entry.bytes);
    case 'action':
      return entry.action;
    case 'tcp-flags':
      return entry.protocol === TCP ? String(entry.tcpFlags) : '0';
    case 'type':
      return entry.source.includes(':') ? 'IPv6' : 'IPv4';
    case 'pkt-srcaddr':
      return entry.packetSource ?? entry.source;
    case 'pkt-dstaddr':
      return entry.packetDestination ?? entry.destination;
    case 'flow-direction':
      return entry.direction;
    case 'traffic-path':
      return entry.direction === 'egress' ? trafficPath(entry.destination, entry.eni.publicIp) : ABSENT;
    case 'encryption-status':
      return '0';
    default:
      return ABSENT;
  }
}

/** Fields that describe the interface and the window, so that NODATA records have them too. */
function ofInterface(fleet: Fleet, entry: FlowLogEntry, name: string, version: number): string | undefined {
  const { eni } = entry;
  const { task } = eni;
  switch (name) {
    case 'version':
      return String(version);
    case 'account-id':
      return ACCOUNT;
    case 'interface-id':
      return eni.id;
    case 'start':
      return String(entry.start);
    case 'end':
      return String(entry.end);
    case 'log-status':
      return isEmptyWindow(entry) ? entry.status : 'OK';
    case 'vpc-id':
      return fleet.vpcId;
    case 'subnet-id':
      return eni.subnet.id;
    case 'region':
      return REGION;
    case 'az-id':
      return eni.subnet.azId;
    case 'interface-type':
      return INTERFACE_TYPES[eni.kind];
    case 'ecs-cluster-arn':
      return task ? CLUSTER_ARN : ABSENT;
    case 'ecs-cluster-name':
      return task ? CLUSTER : ABSENT;
    case 'ecs-service-name':
      return task?.service ?? ABSENT;
    case 'ecs-container-id':
      return task?.containerIds[0] ?? ABSENT;
    case 'ecs-second-container-id':
      return task?.containerIds[1] ?? ABSENT;
    case 'ecs-task-arn':
      return task ? taskArn(task) : ABSENT;
    case 'ecs-task-id':
      return task?.id ?? ABSENT;
    case 'ecs-task-definition-arn':
      return task ? taskDefinitionArn(task.family, task.revision) : ABSENT;
    default:
      return undefined;
  }
}

/** 1 inside the VPC, 8 through an internet gateway (Nitro), `-` where AWS writes none of them. */
function trafficPath(destination: string, publicIp: string | undefined): string {
  if (destination.startsWith('10.20.') || destination.startsWith('2001:db8:20:')) return '1';
  return publicIp === undefined ? ABSENT : '8';
}
