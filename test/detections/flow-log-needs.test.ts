import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ActivityMonitor } from '../../analysis/ssh/activity-monitor';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { buildCatalogue } from '../../detections/catalogue';
import { blindnessOf, type FieldNeed, FLOW_LOG_NEEDS } from '../../detections/flow-log-needs';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { ALL_FLOW_LOG_FIELDS, ANALYZER_FLOW_LOG_FIELDS } from '../../records/flow-logs/deployed-flow-logs';
import { DEFAULT_FORMAT } from '../../records/flow-logs/flow-log-fields';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { simulate } from '../../simulate/simulate';
import { filesOf, textOf } from '../simulate/files-of';

const catalogue = buildCatalogue();
const rules = catalogue.flatMap(({ detector }) => (detector.kind === 'analyzer' ? [detector.rule] : []));
const READ = [...ANALYZER_FLOW_LOG_FIELDS, 'vpc-id'];

/** Logs as they were delivered; each flow is its fields by name. */
interface Logs {
  readonly calls: readonly CloudTrailRecord[];
  readonly flows: readonly ReadonlyMap<string, string>[];
}

let work: string;
beforeAll(() => {
  work = mkdtempSync(path.join(tmpdir(), 'harborwatch-needs-'));
});
afterAll(() => rmSync(work, { recursive: true }));

async function simulated(scenario: string): Promise<Logs> {
  const folder = path.join(work, scenario);
  await simulate(scenario, 11, folder, { format: 'text' });
  const files = filesOf(folder);
  const texts = files.filter((file) => file.includes('vpcflowlogs')).map((file) => textOf(folder, file));
  return {
    calls: files
      .filter((file) => file.includes('CloudTrail') && file.endsWith('.json.gz'))
      .flatMap((file) => (JSON.parse(textOf(folder, file)) as { Records: CloudTrailRecord[] }).Records),
    flows: texts.flatMap((text) => {
      const [header = '', ...lines] = text.trimEnd().split('\n');
      const names = header.split(' ');
      return lines.map((line) => new Map(line.split(' ').map((value, at) => [names[at] ?? '', value])));
    }),
  };
}

/** Twelve SYNs that nobody lets in, from `port` on, each to the next port or to the next address. */
function knocks(port: number, next: 'port' | 'address' | 'neither'): Logs {
  const flows = Array.from({ length: 12 }, (_, at) => {
    const [source, target] = ['203.0.113.7', `10.0.1.${next === 'address' ? at + 1 : 5}`];
    const values: Record<string, string> = {
      version: '7',
      'interface-id': 'eni-0a1b2c3d4e5f60718',
      srcaddr: source,
      dstaddr: target,
      'pkt-srcaddr': source,
      'pkt-dstaddr': target,
      srcport: String(40_000 + at),
      dstport: String(next === 'port' ? port + at : port),
      protocol: '6',
      packets: '1',
      bytes: '60',
      start: String(1_793_606_400 + at),
      end: String(1_793_606_401 + at),
      action: 'REJECT',
      'log-status': 'OK',
      'tcp-flags': '2',
    };
    return new Map(READ.map((name) => [name, values[name] ?? '-']));
  });
  return { calls: [], flows };
}

/** Eight passwords that OpenSSH refused on a port, five minutes apart. */
function refusals(port: number): Logs {
  const flows = Array.from({ length: 8 }, (_, at) => {
    const [source, target] = ['203.0.113.7', '10.0.1.5'];
    const record = (from: string, to: string, ports: readonly number[], bytes: number, flags: number) => {
      const values: Record<string, string> = {
        version: '7',
        'interface-id': 'eni-0a1b2c3d4e5f60718',
        srcaddr: from,
        dstaddr: to,
        'pkt-srcaddr': from,
        'pkt-dstaddr': to,
        srcport: String(ports[0]),
        dstport: String(ports[1]),
        protocol: '6',
        packets: '16',
        bytes: String(bytes),
        start: String(1_793_606_400 + at * 300),
        end: String(1_793_606_403 + at * 300),
        action: 'ACCEPT',
        'log-status': 'OK',
        'tcp-flags': String(flags),
      };
      return new Map(READ.map((name) => [name, values[name] ?? '-']));
    };
    return [
      record(source, target, [40_000 + at, port], 3_853, 3),
      record(target, source, [port, 40_000 + at], 3_729, 19),
    ];
  });
  return { calls: [], flows: flows.flat() };
}

/** Ids of what the rules find where the flows lack some fields. */
function foundWithout({ calls, flows }: Logs, missing: readonly string[]): ReadonlySet<string> {
  const names = READ.filter((name) => !missing.includes(name));
  const line = compileFlowLogFormat(names).reader();
  const monitor = new ActivityMonitor(rules, DEFAULT_SSH_POLICY);
  for (const call of calls) monitor.addApiCall(call);
  for (const flow of flows) {
    const outcome = line.read(names.map((name) => flow.get(name) ?? '-').join(' '));
    if (outcome === 'record') monitor.addFlow(line);
    if (outcome === 'skipdata') monitor.addSkipData(line.interfaceId, line.start, line.end);
  }
  return new Set(monitor.finish().findings.map(({ detection }) => detection));
}

const fieldsOf = (need: FieldNeed) => (typeof need === 'string' ? [need] : [...need]);

const PROOFS: readonly (readonly [string, () => Promise<Logs> | Logs, readonly string[]])[] = [
  [
    'the workshop incident',
    () => simulated('workshop-incident'),
    [
      'ssh-probable-login',
      'ssh-port-opened-then-probed',
      'ssh-outbound-from-task',
      'ssh-accepted-from-internet',
      'ssh-brute-force-flat',
      'ssh-brute-force',
      'ssh-probe-burst',
      'ssh-horizontal-scan',
      'unusual-egress',
    ],
  ],
  ['a slow theft', () => simulated('slow-theft'), ['task-beacon', 'task-slow-upload', 'task-spread']],
  [
    'a slow campaign',
    () => simulated('ssh-slow-campaign'),
    ['ssh-slow-brute-force', 'ssh-distributed-brute-force'],
  ],
  ['a flood', () => simulated('ssh-flood'), ['ssh-flood', 'flow-log-records-lost']],
  ['a scan of ports, SSH among them', () => knocks(20, 'port'), ['ssh-vertical-scan']],
  ['a scan of other ports', () => knocks(8000, 'port'), ['port-scan']],
  ['a scan of addresses', () => knocks(8080, 'address'), ['address-scan']],
  ['refused passwords on a port that nobody listed', () => refusals(902), ['ssh-on-unlisted-port']],
  ['knocking on a closed SSH port', () => knocks(22, 'neither'), ['ssh-filtered-probe']],
];

describe.each(PROOFS)('%s', (_, logsOf, ids) => {
  let logs: Logs;
  beforeAll(async () => {
    logs = await logsOf();
  });

  test(`has ${ids.join(', ')}`, () => {
    expect([...foundWithout(logs, [])]).toEqual(expect.arrayContaining([...ids]));
  });

  test('loses a detection with any field that it needs, and with no other', () => {
    const needed = new Set(ids.flatMap((id) => FLOW_LOG_NEEDS[id]?.needs ?? []));
    const missing = new Set([...READ.map((name) => name as FieldNeed), ...needed]);
    for (const need of missing) {
      const found = foundWithout(logs, fieldsOf(need));
      const lost = ids.filter((id) => !found.has(id));
      const expected = ids.filter((id) => FLOW_LOG_NEEDS[id]?.needs.some((one) => isSame(one, need)));
      expect([need, lost]).toEqual([need, expected]);
    }
  });
});

function isSame(one: FieldNeed, other: FieldNeed): boolean {
  return fieldsOf(one).join() === fieldsOf(other).join();
}

test('every detection that reads flow logs has its row, and only those; each row is proven', () => {
  const readers = catalogue.filter(
    ({ detector }) =>
      detector.kind === 'analyzer' || (detector.kind === 'silence' && detector.of === 'flow-logs'),
  );
  expect(Object.keys(FLOW_LOG_NEEDS).sort()).toEqual(readers.map(({ id }) => id).sort());
  const proven = PROOFS.flatMap(([, , ids]) => ids);
  expect(['flow-logs-silent', ...proven].sort()).toEqual(Object.keys(FLOW_LOG_NEEDS).sort());
});

test.each([
  ['analyzer', ANALYZER_FLOW_LOG_FIELDS],
  ['all', ALL_FLOW_LOG_FIELDS],
])('the deployed format %s lets every detection see', (_, fields) => {
  expect(blindnessOf(fields)).toEqual({ lacks: [], misspelt: [], unseen: [], isBlind: false });
});

test('every field that is paid for beyond the default ones is one that a detection reads, or says the type', () => {
  const wanted = Object.values(FLOW_LOG_NEEDS).flatMap(({ needs, better }) => [
    ...needs.flatMap(fieldsOf),
    ...better,
  ]);
  const extra = ANALYZER_FLOW_LOG_FIELDS.filter((name) => !DEFAULT_FORMAT.includes(name));
  expect(extra.filter((name) => !wanted.includes(name))).toEqual(['type']);
});

test("AWS's default format shows connections, but not whose task they leave", () => {
  expect(blindnessOf(DEFAULT_FORMAT)).toEqual({
    lacks: ['flow-direction', 'ecs-task-id', 'tcp-flags'],
    misspelt: [],
    unseen: [
      ...['ssh-outbound-from-task', 'ssh-on-unlisted-port', 'unusual-egress'],
      ...['task-beacon', 'task-slow-upload', 'task-spread'],
    ],
    isBlind: false,
  });
});

test('a misspelt address makes all that looks at connections blind; the other address in its place does not', () => {
  const misspelt = DEFAULT_FORMAT.map((name) => (name === 'srcaddr' ? 'srcadr' : name));
  expect(blindnessOf(misspelt)).toMatchObject({
    misspelt: [{ written: 'srcadr', meant: 'srcaddr' }],
    isBlind: true,
  });
  expect(blindnessOf(misspelt).lacks).toContain('srcaddr');
  const packet = DEFAULT_FORMAT.map((name) => (name === 'srcaddr' ? 'pkt-srcaddr' : name));
  expect(blindnessOf(packet)).toMatchObject({ misspelt: [], isBlind: false });
});

test('a field that AWS may bring one day is no typing error', () => {
  expect(blindnessOf([...ANALYZER_FLOW_LOG_FIELDS, 'flow-hops']).misspelt).toEqual([]);
});
