import { expectedName, falseAlarms, isEverySourceNamed, wrongLogins } from '../../../docs/evidence/classify';
import type { CaptureFacts, Verdict } from '../../../docs/evidence/facts';
import { renderEvidence } from '../../../docs/evidence/render-evidence';

const finding = (detection: string, source: string, severity: 'low' | 'medium' | 'critical' = 'medium') => ({
  detection,
  source,
  severity,
  summary: '',
});
const verdict = (...findings: Verdict['findings']): Verdict => ({
  records: 10,
  unreadable: 0,
  findings,
  alarms: [],
});
const capture = (sources: CaptureFacts['sources'], ...findings: Verdict['findings']): CaptureFacts => ({
  name: 'capture',
  kind: 'ssh-bruteforce',
  sources,
  origin: 'somebody: capture.pcap',
  v2: verdict(...findings),
  v5: verdict(...findings),
});
const GUESSER = { '198.51.100.7': 'ssh-bruteforcer' };

test('roles say what a source must be called; harmless roles nothing', () => {
  expect(expectedName('ssh-bruteforcer')?.test('ssh-brute-force-flat')).toBe(true);
  expect(expectedName('horizontal-scanner')?.test('address-scan')).toBe(true);
  expect(expectedName('benign-ssh-user')).toBeUndefined();
});

test('a source that is called something else is missed', () => {
  expect(isEverySourceNamed(capture(GUESSER), verdict(finding('ssh-brute-force', '198.51.100.7')))).toBe(
    true,
  );
  expect(isEverySourceNamed(capture(GUESSER), verdict(finding('port-scan', '198.51.100.7')))).toBe(false);
  expect(isEverySourceNamed(capture(GUESSER), verdict(finding('ssh-brute-force', '198.51.100.8')))).toBe(
    false,
  );
});

test('a finding above low about a harmless or unknown source is a false alarm, of low severity it is none', () => {
  const harmless = capture({ '10.0.0.1': 'benign-admin' });
  expect(falseAlarms(harmless, verdict(finding('ssh-brute-force', '10.0.0.1')))).toHaveLength(1);
  expect(falseAlarms(harmless, verdict(finding('ssh-brute-force', '10.0.0.2')))).toHaveLength(1);
  expect(falseAlarms(harmless, verdict(finding('ssh-brute-force', '10.0.0.1', 'low')))).toEqual([]);
});

test('a probable login is always wrong: all labelled guessing was in vain', () => {
  expect(wrongLogins(verdict(finding('ssh-probable-login', '198.51.100.7', 'critical')))).toHaveLength(1);
});

test('what is missed stands out', () => {
  const text = renderEvidence({
    captures: [
      capture(GUESSER),
      { ...capture(GUESSER, finding('ssh-brute-force', '198.51.100.7')), name: 'found' },
    ],
    techniques: [
      { technique: 'unseen', isOnlyDenied: false, verdict: verdict() },
      { technique: 'refused', isOnlyDenied: true, verdict: verdict() },
    ],
    benign: [],
    quiet: [],
    engines: {
      runs: [],
      differences: [],
      words: { alike: 0, different: [], refused: [] },
      edges: { alike: 0, refusedAlike: 0, different: [] },
    },
  });
  expect(text).toContain('| capture | 198.51.100.7: ssh-bruteforcer | nothing | the same | **missed** |');
  expect(text).toMatch(/\| found \|.*\| right \|/);
  expect(text).toContain('| unseen | 10 | nothing above low | **missed** |');
  expect(text).toContain('| refused | 10 | nothing above low | only denied |');
});

test('alerts on harmless accounts are counted per hundred records and explained by what caused them', () => {
  const alarms = [
    { detection: 'root-activity', severity: 'high', causes: ['iam:ListUsers by root'] },
  ] as const;
  const text = renderEvidence({
    captures: [],
    techniques: [],
    quiet: [],
    benign: [{ name: 'school', label: 'benign', verdict: { ...verdict(), records: 50, alarms } }],
    engines: {
      runs: [],
      differences: [],
      words: { alike: 0, different: [], refused: [] },
      edges: { alike: 0, refusedAlike: 0, different: [] },
    },
  });
  expect(text).toContain('| school | benign | 50 | 1 | 2.00 |');
  expect(text).toContain('* school: root-activity (high): iam:ListUsers by root');
});
