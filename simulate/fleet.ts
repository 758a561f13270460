import type { Random } from './random';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
/** IAM, the global STS endpoint and CloudFront are recorded here whatever region one works in. */
export const GLOBAL_REGION = 'us-east-1';
export const CLUSTER = 'harbor';
export const DEPLOY_ROLE = 'deploy-pipeline';
export const DEPLOY_ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${DEPLOY_ROLE}`;
/** The office, from which SSH is expected (TEST-NET-3, RFC 5737). */
export const OFFICE_CIDR = '203.0.113.0/25';
export const OFFICE_ADDRESS = '203.0.113.20';
/** Public address of the NAT gateway: what the private services' API calls come from. */
export const NAT_ADDRESS = '203.0.113.200';

export type ServiceName = 'httpd-login' | 'orders' | 'billing';
export const SERVICES: readonly ServiceName[] = ['httpd-login', 'orders', 'billing'];

export interface Subnet {
  readonly id: string;
  readonly azId: string;
  readonly zone: string;
  readonly prefix: string;
}

/** An elastic network interface: what a flow log record is about. */
export interface NetworkInterface {
  readonly id: string;
  readonly kind: 'task' | 'load-balancer' | 'nat-gateway' | 'endpoint' | 'database';
  readonly subnet: Subnet;
  readonly privateIp: string;
  readonly ipv6: string | undefined;
  /** What the internet gateway translates; flow logs show the private address. */
  readonly publicIp: string | undefined;
  readonly securityGroup: string;
  /** Seconds by which its aggregation windows are off the full minute. */
  readonly phase: number;
  readonly task: Task | undefined;
}

export interface Task {
  readonly id: string;
  readonly service: ServiceName | undefined;
  readonly family: string;
  readonly revision: number;
  readonly containerIds: readonly [string, string];
  /** Epoch seconds; a task of before the window has started long ago. */
  readonly startedAt: number;
  stoppedAt: number;
}

export interface Fleet {
  readonly vpcId: string;
  readonly publicSubnets: readonly [Subnet, Subnet];
  readonly privateSubnets: readonly [Subnet, Subnet];
  readonly securityGroups: Readonly<Record<ServiceName | 'load-balancer' | 'endpoint' | 'database', string>>;
  readonly loadBalancers: readonly [NetworkInterface, NetworkInterface];
  readonly natGateway: NetworkInterface;
  readonly endpoint: NetworkInterface;
  readonly database: NetworkInterface;
  /** The text flow log, read by the analyzers, and the Parquet one with every field. */
  readonly flowLogIds: { readonly text: string; readonly parquet: string };
  readonly trailName: string;
  /** Every task interface of the run, running or gone, in order of start. */
  readonly taskInterfaces: NetworkInterface[];
  readonly revisions: Record<ServiceName, number>;
  readonly random: Random;
  /** Hosts handed out so far, by subnet prefix. */
  readonly hosts: Map<string, number>;
}

/** Two zones, a public service with sshd and two private ones, two tasks each, all running since before `from`. */
export function createFleet(random: Random, from: number): Fleet {
  const subnet = (prefix: string, zone: 'a' | 'b'): Subnet => ({
    id: `subnet-0${random.hex(16)}`,
    azId: zone === 'a' ? 'euw1-az1' : 'euw1-az2',
    zone: `${REGION}${zone}`,
    prefix,
  });
  const group = () => `sg-0${random.hex(16)}`;
  const publicSubnets: [Subnet, Subnet] = [subnet('10.20.0', 'a'), subnet('10.20.1', 'b')];
  const privateSubnets: [Subnet, Subnet] = [subnet('10.20.10', 'a'), subnet('10.20.11', 'b')];
  const securityGroups = {
    'httpd-login': group(),
    orders: group(),
    billing: group(),
    'load-balancer': group(),
    endpoint: group(),
    database: group(),
  };
  const hosts = new Map<string, number>();
  const place = (kind: NetworkInterface['kind'], where: Subnet, securityGroup: string, isPublic: boolean) =>
    createInterface({ random, hosts }, { kind, subnet: where, securityGroup, isPublic });
  const fleet: Fleet = {
    vpcId: `vpc-0${random.hex(16)}`,
    publicSubnets,
    privateSubnets,
    securityGroups,
    loadBalancers: [
      place('load-balancer', publicSubnets[0], securityGroups['load-balancer'], true),
      place('load-balancer', publicSubnets[1], securityGroups['load-balancer'], true),
    ],
    natGateway: place('nat-gateway', publicSubnets[0], 'none', true),
    endpoint: place('endpoint', privateSubnets[0], securityGroups.endpoint, false),
    database: place('database', privateSubnets[1], securityGroups.database, false),
    flowLogIds: { text: `fl-${random.hex(17)}`, parquet: `fl-${random.hex(17)}` },
    trailName: 'harbor-trail',
    taskInterfaces: [],
    revisions: { 'httpd-login': 17, orders: 42, billing: 8 },
    random,
    hosts,
  };
  for (const service of SERVICES) {
    addServiceTask(fleet, service, 0, from - 86_400);
    addServiceTask(fleet, service, 1, from - 86_400);
  }
  return fleet;
}

/** Where the calls of a task come from: through the interface endpoint, and out of the VPC. */
export function taskAddress(
  { taskInterfaces }: Fleet,
  task: Task,
): { readonly inside: string; readonly outside: string } {
  const eni = taskInterfaces.find((one) => one.task === task);
  return { inside: eni?.privateIp ?? '10.20.10.5', outside: eni?.publicIp ?? NAT_ADDRESS };
}

/** One more task of a service, in one of the two zones; gives its interface. */
export function addServiceTask(
  fleet: Fleet,
  service: ServiceName,
  zone: 0 | 1,
  startedAt: number,
): NetworkInterface {
  return addTask(fleet, {
    service,
    family: service,
    revision: fleet.revisions[service],
    isPublic: service === 'httpd-login',
    zone,
    startedAt,
    securityGroup: fleet.securityGroups[service],
  });
}

interface TaskPlan {
  readonly service: ServiceName | undefined;
  readonly family: string;
  readonly revision: number;
  readonly isPublic: boolean;
  readonly zone: 0 | 1;
  readonly startedAt: number;
  readonly securityGroup: string;
}

/** A task, of a service or on its own. */
export function addTask(fleet: Fleet, plan: TaskPlan): NetworkInterface {
  const { random } = fleet;
  const task: Task = {
    id: random.hex(32),
    service: plan.service,
    family: plan.family,
    revision: plan.revision,
    containerIds: [`${random.hex(32)}-${random.int(1e8, 4e9)}`, `${random.hex(32)}-${random.int(1e8, 4e9)}`],
    startedAt: plan.startedAt,
    stoppedAt: Number.POSITIVE_INFINITY,
  };
  const subnet = (plan.isPublic ? fleet.publicSubnets : fleet.privateSubnets)[plan.zone];
  const eni = createInterface(fleet, {
    kind: 'task',
    subnet,
    securityGroup: plan.securityGroup,
    isPublic: plan.isPublic,
    task,
  });
  fleet.taskInterfaces.push(eni);
  return eni;
}

/** Task interfaces that are up at a time, of one service or of all. */
export function runningTasks(fleet: Fleet, at: number, service?: ServiceName): readonly NetworkInterface[] {
  return fleet.taskInterfaces.filter(
    ({ task }) =>
      task !== undefined &&
      task.startedAt <= at &&
      at < task.stoppedAt &&
      (service === undefined || task.service === service),
  );
}

export function taskArn(task: Task): string {
  return `arn:aws:ecs:${REGION}:${ACCOUNT}:task/${CLUSTER}/${task.id}`;
}

export function taskDefinitionArn(family: string, revision: number): string {
  return `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/${family}:${revision}`;
}

export const CLUSTER_ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`;

interface InterfacePlan {
  readonly kind: NetworkInterface['kind'];
  readonly subnet: Subnet;
  readonly securityGroup: string;
  readonly isPublic: boolean;
  readonly task?: Task;
}

function createInterface(
  { random, hosts }: Pick<Fleet, 'random' | 'hosts'>,
  plan: InterfacePlan,
): NetworkInterface {
  // A subnet keeps its first four addresses for itself.
  const host = (hosts.get(plan.subnet.prefix) ?? random.int(4, 60)) + random.int(1, 4);
  hosts.set(plan.subnet.prefix, host);
  return {
    id: `eni-0${random.hex(16)}`,
    kind: plan.kind,
    subnet: plan.subnet,
    privateIp: `${plan.subnet.prefix}.${host}`,
    ipv6: plan.kind === 'load-balancer' ? `2001:db8:20::${host.toString(16)}` : undefined,
    publicIp: publicIpOf(random, plan),
    securityGroup: plan.securityGroup,
    phase: random.int(0, 59),
    task: plan.task,
  };
}

function publicIpOf(random: Random, plan: InterfacePlan): string | undefined {
  if (!plan.isPublic) return undefined;
  return plan.kind === 'nat-gateway' ? NAT_ADDRESS : `52.18.${random.int(0, 255)}.${random.int(1, 254)}`;
}
