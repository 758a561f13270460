import { buildCatalogue } from '../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../detections/detection';
import { falseAlarms, isEverySourceNamed, wrongLogins } from './classify';
import type { BenignFacts, CaptureFacts, EvidenceFacts, TechniqueFacts, Verdict } from './facts';
import { NOT_EXPECTED, OUT_OF_SCOPE } from './out-of-scope';
import { renderEngines } from './render-engines';
import { renderPrecision } from './render-precision';

/** docs/evidence.md: what the detections say about other people's labelled data, and two engines about the questions. */
export function renderEvidence({ captures, techniques, benign, quiet, engines }: EvidenceFacts): string {
  return [
    '# Evidence',
    '',
    'What the detections say about data that other people recorded and labelled, and how often two engines gave one',
    'answer. Written by `npm run evidence`, which replays every file by itself, with no setting at all. Findings are',
    'listed with their severity, alarms from medium on.',
    '',
    ...renderCaptures(captures),
    ...renderTechniques(techniques),
    ...renderBenign(benign),
    ...renderPrecision(quiet, buildCatalogue({ ...DEFAULT_SETTINGS, homeRegions: ['eu-west-1'] })),
    '## Handlers when AWS fails',
    '',
    '[faults.md](faults.md) has a table for each handler: a row for each AWS call, a column for each fault, and how often',
    'the message then came. `npm run test:faults` makes it.',
    '',
    ...renderEngines(engines),
  ].join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''];
}

function renderCaptures(captures: readonly CaptureFacts[]): readonly string[] {
  const rows = captures.map((capture) => {
    const { name, sources, v2, v5 } = capture;
    return [
      name,
      Object.entries(sources)
        .map(([address, role]) => `${address}: ${role}`)
        .join('<br>'),
      describeFindings(v2),
      describeFindings(v5) === describeFindings(v2) ? 'the same' : describeFindings(v5),
      [judge(capture, v2), judge(capture, v5)]
        .filter((word, index, all) => all.indexOf(word) === index)
        .join(' / '),
    ];
  });
  return [
    '## SSH and scans in labelled captures',
    '',
    'Packet captures as flow logs: in the default format, and in a custom one with TCP flags and packet addresses.',
    '',
    ...table(['capture', 'label', 'default format', 'custom format', 'verdict'], rows),
    'Where the captures come from:',
    '',
    ...captures.map(({ name, origin }) => `* ${name}: ${origin}`),
    '',
  ];
}

function judge(capture: CaptureFacts, verdict: Verdict): string {
  if (!isEverySourceNamed(capture, verdict)) return NOT_EXPECTED[capture.name] ?? '**missed**';
  if (wrongLogins(verdict).length > 0) return '**a login that was none**';
  const wrong = falseAlarms(capture, verdict).map(({ detection, source }) => `${detection} ${source}`);
  return wrong.length === 0 ? 'right' : `**besides: ${wrong.join(', ')}**`;
}

function describeFindings({ findings }: Verdict): string {
  const told = findings.map(({ detection, severity, source }) => `${detection} (${severity}) ${source}`);
  return told.length === 0 ? 'nothing' : [...new Set(told)].sort().join('<br>');
}

/** What is worth an alert, whoever saw it. */
function loud({ alarms, findings }: Verdict) {
  return [
    ...alarms.map(({ detection, severity, causes }) => ({ detection, severity, because: causes.join('; ') })),
    ...findings
      .filter(({ severity }) => severity !== 'low')
      .map(({ detection, severity, summary }) => ({ detection, severity, because: summary })),
  ];
}

function renderTechniques(techniques: readonly TechniqueFacts[]): readonly string[] {
  const rows = techniques.map(({ technique, isOnlyDenied, verdict }) => {
    const raised = [
      ...new Set(loud(verdict).map(({ detection, severity }) => `${detection} (${severity})`)),
    ].sort();
    const outcome =
      raised.length > 0 ? 'raised' : isOnlyDenied ? 'only denied' : (OUT_OF_SCOPE[technique] ?? '**missed**');
    return [technique, String(verdict.records), raised.join('<br>') || 'nothing above low', outcome];
  });
  const count = (outcome: string) => rows.filter((row) => row[3] === outcome).length;
  return [
    '## Attack techniques in CloudTrail',
    '',
    `Of ${rows.length} techniques of Stratus Red Team ${count('raised')} raise an alarm or a finding, ${count('only denied')} more were only denied.`,
    '',
    ...table(['technique', 'records', 'alarms and findings above low', 'outcome'], rows),
  ];
}

function renderBenign(sets: readonly BenignFacts[]): readonly string[] {
  const rows = sets.map(({ name, label, verdict }) => {
    const per = verdict.records === 0 ? 0 : (100 * loud(verdict).length) / verdict.records;
    return [name, label, String(verdict.records), String(loud(verdict).length), per.toFixed(2)];
  });
  const alerts = sets.flatMap(({ name, verdict }) =>
    loud(verdict).map(
      ({ detection, severity, because }) => `* ${name}: ${detection} (${severity}): ${because}`,
    ),
  );
  return [
    '## Harmless accounts',
    '',
    'An alert is an alarm that goes red, or a finding of the trail analyzer, of medium severity or higher.',
    '',
    ...table(['records of', 'label', 'records', 'alerts', 'alerts per 100 records'], rows),
    ...(alerts.length === 0 ? [] : ['Each alert, with the records behind it:', '', ...alerts, '']),
  ];
}
