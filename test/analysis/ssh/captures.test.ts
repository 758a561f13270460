import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Finding } from '../../../analysis/finding';
import { ActivityMonitor, type AnalyzerRule } from '../../../analysis/ssh/activity-monitor';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import { DEFAULT_SETTINGS } from '../../../detections/detection';
import { networkActivity } from '../../../detections/families/network-activity';
import { ssh } from '../../../detections/families/ssh';
import { compileFlowLogFormat } from '../../../records/flow-logs/flow-log-format';

const CAPTURES = path.join(__dirname, '../../../../shared/data/flow-logs/captures');
const isThere = existsSync(CAPTURES);
const captures = isThere ? readdirSync(CAPTURES).filter((name) => name.includes('.log')) : [];

interface Label {
  readonly sources: Readonly<Record<string, string>>;
}
const labels: Record<string, Label> = isThere
  ? JSON.parse(readFileSync(path.join(CAPTURES, 'labels.json'), 'utf8'))
  : {};

const rules = [...ssh(DEFAULT_SETTINGS), ...networkActivity(DEFAULT_SETTINGS)].flatMap(
  ({ detector }): AnalyzerRule[] => (detector.kind === 'analyzer' ? [detector.rule] : []),
);

function findingsIn(name: string): readonly Finding[] {
  const raw = readFileSync(path.join(CAPTURES, name));
  const [header, ...lines] = (name.endsWith('.gz') ? gunzipSync(raw) : raw).toString().trim().split('\n');
  const line = compileFlowLogFormat(header as string).reader();
  const monitor = new ActivityMonitor(rules, DEFAULT_SSH_POLICY);
  for (const text of lines) {
    expect(line.read(text)).toBe('record');
    monitor.addFlow(line);
  }
  return monitor.finish().findings;
}

const BRUTE_FORCE = /^ssh-(brute-force|brute-force-flat|slow-brute-force|distributed-brute-force)$/;
const SCAN = /^(ssh-horizontal-scan|ssh-vertical-scan|port-scan|address-scan)$/;

/** What a label asks for; `ncsa-multiport_scan` is 16 packets over five hours, below every threshold. */
function expected(capture: string, role: string): RegExp | undefined {
  if (capture === 'ncsa-multiport_scan') return undefined;
  if (role === 'ssh-bruteforcer') return BRUTE_FORCE;
  return /^(port|horizontal-|outbound-)scanner/.test(role) ? SCAN : undefined;
}

if (isThere) describe('labelled captures', judgeCaptures);
else test.skip('labelled captures: ../shared/data is not here', () => undefined);

function judgeCaptures(): void {
  const cases = captures.flatMap((name) => {
    const capture = name.replace(/\.v[25]\.log(\.gz)?$/, '');
    return Object.entries(labels[capture]?.sources ?? {}).map(([source, role]) => ({
      name,
      capture,
      source,
      role,
    }));
  });
  const attackers = cases.filter(({ capture, role }) => expected(capture, role) !== undefined);
  const benign = captures.filter((name) =>
    cases.filter((each) => each.name === name).every(({ role }) => role.startsWith('benign')),
  );

  test('there is something to find and something to leave alone', () => {
    expect(attackers.length).toBeGreaterThanOrEqual(18);
    expect(benign.length).toBeGreaterThanOrEqual(4);
  });

  test.each(attackers)('$name: $source is named as $role', ({ name, capture, source, role }) => {
    const named = findingsIn(name).filter((finding) => finding.source === source);
    expect(named.map(({ detection }) => detection)).toContainEqual(
      expect.stringMatching(expected(capture, role) as RegExp),
    );
  });

  test.each(captures)('%s: nobody is said to have logged in', (name) => {
    expect(findingsIn(name).filter(({ detection }) => detection === 'ssh-probable-login')).toEqual([]);
  });

  test.each(benign)('%s: nothing above low', (name) => {
    expect(findingsIn(name).filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  test.each(cases.filter(({ role }) => role.startsWith('benign')))(
    '$name: $source is left alone',
    ({ name, source }) => {
      const own = findingsIn(name).filter(
        (finding) => finding.source === source && finding.severity !== 'low',
      );
      expect(own).toEqual([]);
    },
  );
}
