/** How a Parquet flow log file stores the field; in a text file every field is text. */
export type FlowLogStorage = 'int32' | 'int64' | 'string';

/** One field that a VPC flow log can record. */
export interface FlowLogField {
  /** AWS's name, as a custom format writes it. */
  readonly name: string;
  /** Column of a Parquet file and of the table: the name with `_` for `-`. */
  readonly column: string;
  /** Version of the record format that brought it; 6 is missing because it is Transit Gateway's. */
  readonly version: number;
  readonly storage: FlowLogStorage;
  readonly meaning: string;
}

function field(name: string, version: number, storage: FlowLogStorage, meaning: string): FlowLogField {
  return { name, column: name.replaceAll('-', '_'), version, storage, meaning };
}

/**
 * Every field of versions 2 to 11, in the order of AWS's own table ("Flow log records" in the VPC user guide,
 * whose rows also give the storage). `protocol` is int32 because delivered files hold INT32, although the guide's
 * sample DDL says bigint and then fails on them.
 */
export const FLOW_LOG_FIELDS: readonly FlowLogField[] = [
  field('version', 2, 'int32', 'highest version among the fields of the format'),
  field('account-id', 2, 'string', 'account that owns the network interface'),
  field('interface-id', 2, 'string', 'network interface that saw the traffic'),
  field('srcaddr', 2, 'string', 'source address; for outgoing traffic the private address of the interface'),
  field(
    'dstaddr',
    2,
    'string',
    'destination address; for incoming traffic the private address of the interface',
  ),
  field('srcport', 2, 'int32', 'source port'),
  field('dstport', 2, 'int32', 'destination port'),
  field('protocol', 2, 'int32', 'IANA protocol number: 6 TCP, 17 UDP, 1 ICMP'),
  field('packets', 2, 'int64', 'packets in the window'),
  field('bytes', 2, 'int64', 'bytes in the window'),
  field('start', 2, 'int64', 'first packet of the window, epoch seconds'),
  field('end', 2, 'int64', 'last packet of the window, epoch seconds'),
  field('action', 2, 'string', 'ACCEPT or REJECT, by security groups and network ACLs'),
  field('log-status', 2, 'string', 'OK, NODATA (no traffic) or SKIPDATA (records were lost)'),

  field('vpc-id', 3, 'string', 'VPC of the interface'),
  field('subnet-id', 3, 'string', 'subnet of the interface'),
  field('instance-id', 3, 'string', 'EC2 instance of the interface, when its owner has one'),
  field('tcp-flags', 3, 'int32', 'flags OR-ed over the window: FIN 1, SYN 2, RST 4, SYN-ACK 18'),
  field('type', 3, 'string', 'IPv4, IPv6 or EFA'),
  field('pkt-srcaddr', 3, 'string', 'source address in the packet itself, behind NAT or a load balancer'),
  field('pkt-dstaddr', 3, 'string', 'destination address in the packet itself'),

  field('region', 4, 'string', 'region of the interface'),
  field('az-id', 4, 'string', 'availability zone id of the interface'),
  field('sublocation-type', 4, 'string', 'wavelength, outpost or localzone'),
  field('sublocation-id', 4, 'string', 'id of that sublocation'),

  field('pkt-src-aws-service', 5, 'string', 'AWS service whose address range holds pkt-srcaddr'),
  field('pkt-dst-aws-service', 5, 'string', 'AWS service whose address range holds pkt-dstaddr'),
  field('flow-direction', 5, 'string', 'ingress or egress, seen from the interface'),
  field(
    'traffic-path',
    5,
    'int32',
    'way out: 1 same VPC, 2 internet, 3 VPN, 4 and 5 peering, 6 local gateway, 7 and 8',
  ),

  field('ecs-cluster-arn', 7, 'string', 'ECS cluster of the task, ARN'),
  field('ecs-cluster-name', 7, 'string', 'ECS cluster of the task'),
  field('ecs-container-instance-arn', 7, 'string', 'container instance under the task, ARN; none on Fargate'),
  field('ecs-container-instance-id', 7, 'string', 'container instance under the task; none on Fargate'),
  field('ecs-container-id', 7, 'string', 'Docker runtime id of the first container'),
  field('ecs-second-container-id', 7, 'string', 'Docker runtime id of the second container'),
  field('ecs-service-name', 7, 'string', 'ECS service that started the task'),
  field('ecs-task-definition-arn', 7, 'string', 'task definition, ARN'),
  field('ecs-task-arn', 7, 'string', 'ECS task, ARN'),
  field('ecs-task-id', 7, 'string', 'ECS task'),

  field(
    'reject-reason',
    8,
    'string',
    'why a flow was rejected: BPA is VPC block public access, EC encryption control',
  ),

  field('resource-id', 9, 'string', 'regional NAT gateway that the interface serves'),

  field('encryption-status', 10, 'string', '0 not encrypted, 1 by Nitro, 2 by the application, 3 by both'),

  field('instance-tag', 11, 'string', 'value of the chosen tag on the instance'),
  field('instance-tag-2', 11, 'string', 'value of the second chosen tag on the instance'),
  field('interface-tag', 11, 'string', 'value of the chosen tag on the interface'),
  field('interface-tag-2', 11, 'string', 'value of the second chosen tag on the interface'),
  field('asg-tag', 11, 'string', 'value of the chosen tag on the Auto Scaling group'),
  field('asg-tag-2', 11, 'string', 'value of the second chosen tag on the Auto Scaling group'),
  field('interface-type', 11, 'string', 'what the interface belongs to, such as nat_gateway'),
  field('next-hop-interface-id', 11, 'string', 'interface that the traffic goes to next'),
  field('next-hop-subnet-id', 11, 'string', 'subnet of that interface'),
  field('next-hop-az-id', 11, 'string', 'availability zone id of that interface'),
  field('next-hop-vpc-id', 11, 'string', 'VPC of that interface'),
  field('next-hop-interface-type', 11, 'string', 'what that interface belongs to'),
];

/** The same fields by AWS name. */
export const FLOW_LOG_FIELD_BY_NAME: ReadonlyMap<string, FlowLogField> = new Map(
  FLOW_LOG_FIELDS.map((known) => [known.name, known]),
);

/** What AWS records when no format is asked for: the version 2 fields in their order. */
export const DEFAULT_FORMAT: readonly string[] = FLOW_LOG_FIELDS.filter(({ version }) => version === 2).map(
  ({ name }) => name,
);
