import { buildCatalogue } from '../../../detections/catalogue';
import { toReport } from '../../../local/report/to-report';
import { MOST_RAISED } from '../../../report/raised-collector';
import { EIGHT, exampleFinding, exampleResult } from '../replay/example-result';

const reportOf = (findings: number, again?: readonly string[]) =>
  toReport({
    result: exampleResult({
      alarms: [],
      findings: Array.from({ length: findings }, (_, at) =>
        exampleFinding({
          ...{ id: `f${at}`, firstSeen: EIGHT + at, evidence: {}, state: 'START', targets: [`10.0.${at}`] },
          // The gravest is the last of them.
          severity: at === findings - 1 ? 'critical' : 'medium',
        }),
      ),
    }),
    ...{ detections: buildCatalogue(), audit: { answers: [], notes: [] }, again, sums: [], version: '0' },
    ...{
      traffic: { of: 'records', stepSeconds: 60, at: [], calls: [], accepted: [], rejected: [] },
      attempts: { of: 'records', stepSeconds: 60, sources: [], others: { sources: 0, attempts: 0 } },
    },
  });

test('beyond what a page holds the gravest stay, and the rest is counted with the command that shows all', () => {
  const { raised, leftOut, summary } = reportOf(MOST_RAISED + 3, ['logs', '--settings', 'my settings.json']);
  expect([summary.open.length, summary.openCount]).toEqual([100, MOST_RAISED + 3]);
  expect(raised).toHaveLength(MOST_RAISED);
  expect(raised[0]).toMatchObject({ id: `f${MOST_RAISED + 2}`, severity: 'critical' });
  expect(leftOut).toEqual([
    {
      what: 'alarms and findings',
      count: 3,
      command: "npx harborwatch replay logs --settings 'my settings.json' --all --format jsonl",
    },
  ]);
});

test('a page that holds everything says nothing of the kind', () => {
  expect(reportOf(3).leftOut).toEqual([]);
});
