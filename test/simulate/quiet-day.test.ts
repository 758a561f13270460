import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SimulationSummary, simulate } from '../../simulate/simulate';
import { filesOf, textOf } from './files-of';

const folder = mkdtempSync(path.join(tmpdir(), 'harborwatch-quiet-day-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('quiet day', () => {
  let summary: SimulationSummary;
  let flows: Record<string, string>[];
  const surplus: string[] = [];

  beforeAll(async () => {
    summary = await simulate('quiet-day', 3, folder);
    flows = filesOf(folder)
      .filter((file) => file.endsWith('.log.gz'))
      .flatMap((file) => {
        const [header = '', ...lines] = textOf(folder, file).trimEnd().split('\n');
        const names = header.split(' ');
        return lines.map((line) => {
          const values = line.split(' ');
          if (values.length !== names.length) surplus.push(line);
          return Object.fromEntries(names.map((name, column) => [name, values[column] ?? '']));
        });
      });
  });

  test('ten to thirty thousand flow records and two to five thousand API records', () => {
    expect(summary.flowRecords).toBe(flows.length);
    expect(flows.length).toBeGreaterThan(10_000);
    expect(flows.length).toBeLessThan(30_000);
    expect(summary.apiRecords).toBeGreaterThan(2000);
    expect(summary.apiRecords).toBeLessThan(5000);
  });

  test('expects nothing and has no attacker', () => {
    expect(summary.labels.expected.detections).toEqual([]);
    expect(summary.labels.actors.filter(({ role }) => role !== 'benign')).toEqual([]);
  });

  test('headers name the default fields and the eight that analyzers read besides', () => {
    expect(Object.keys(flows[0] ?? {}).join(' ')).toBe(
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags flow-direction type pkt-srcaddr pkt-dstaddr ecs-cluster-name ecs-service-name ecs-task-id',
    );
    expect(new Set(flows.map((flow) => flow['version']))).toEqual(new Set(['7']));
  });

  test('every line has as many columns as its header has names', () => {
    expect(surplus).toEqual([]);
  });

  test('windows last a minute at most and are in order', () => {
    const wrong = flows.filter((flow) => !(seconds(flow) >= 0 && seconds(flow) <= 60));
    expect(wrong).toEqual([]);
  });

  test('no record lies outside the day', () => {
    const day = Date.parse('2026-11-02T00:00:00Z') / 1000;
    const wrong = flows.filter((flow) => Number(flow['start']) < day || Number(flow['end']) >= day + 86_400);
    expect(wrong).toEqual([]);
  });

  test('nearly every accepted TCP opening has its answer on the same interface', () => {
    const keys = new Set(flows.map((flow) => key(flow, 'srcaddr', 'srcport', 'dstaddr', 'dstport')));
    const openings = flows.filter(
      (flow) => flow['action'] === 'ACCEPT' && (Number(flow['tcp-flags']) & 18) === 2,
    );
    const answered = openings.filter((flow) =>
      keys.has(key(flow, 'dstaddr', 'dstport', 'srcaddr', 'srcport')),
    );
    expect(openings.length).toBeGreaterThan(3000);
    expect(answered.length).toBe(openings.length);
  });

  test('long conversations have windows without SYN and FIN, reported as 0', () => {
    const middle = flows.filter((flow) => flow['protocol'] === '6' && flow['tcp-flags'] === '0');
    expect(middle.length).toBeGreaterThan(100);
  });

  test('there are IPv6 flows, datagrams, refusals and windows without data', () => {
    const count = (name: string, value: string) => flows.filter((flow) => flow[name] === value).length;
    expect(count('type', 'IPv6')).toBeGreaterThan(20);
    expect(count('protocol', '17')).toBeGreaterThan(20);
    expect(count('action', 'REJECT')).toBeGreaterThan(100);
    expect(count('log-status', 'NODATA')).toBeGreaterThan(100);
    const nodata = flows.find((flow) => flow['log-status'] === 'NODATA');
    expect(nodata).toMatchObject({ srcaddr: '-', packets: '-', action: '-', 'tcp-flags': '-' });
  });

  test('behind the NAT gateway the packet addresses differ from the interface ones', () => {
    const translated = flows.filter((flow) => flow['dstaddr'] !== flow['pkt-dstaddr']);
    expect(translated.length).toBeGreaterThan(100);
  });

  test('records of tasks name cluster, service and task; those of load balancers do not', () => {
    const services = new Set(flows.map((flow) => flow['ecs-service-name']));
    expect(services).toEqual(new Set(['-', 'httpd-login', 'orders', 'billing']));
    const half = flows.filter((flow) => (flow['ecs-task-id'] === '-') !== (flow['ecs-cluster-name'] === '-'));
    expect(half).toEqual([]);
  });

  test('no scanner knocks on SSH more than twice', () => {
    const knocks = new Map<string, number>();
    for (const flow of flows) {
      if (flow['dstport'] !== '22' || flow['action'] !== 'REJECT') continue;
      const source = flow['srcaddr'] ?? '';
      knocks.set(source, (knocks.get(source) ?? 0) + Number(flow['packets']));
    }
    expect(knocks.size).toBeGreaterThan(5);
    expect(Math.max(...knocks.values())).toBeLessThanOrEqual(4);
  });
});

function seconds(flow: Record<string, string>): number {
  return Number(flow['end']) - Number(flow['start']);
}

function key(flow: Record<string, string>, ...names: string[]): string {
  return [flow['interface-id'], flow['protocol'], ...names.map((name) => flow[name])].join(' ');
}
