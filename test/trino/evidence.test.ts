import { renderEngineEvidence } from './evidence';

const run = {
  title: 'an incident',
  dataset: 'a played scenario',
  kind: 'generated' as const,
  flowRecords: 3996,
  apiRecords: 448,
  containerLines: 0,
  questions: 80,
  withRows: 70,
  rows: 6273,
};

test('the counts add up, kinds without records are left out, and each difference stands with its reason', () => {
  const difference = { query: 'flow-preview', run: 'an incident', reason: 'it shows the prefix' };
  expect(renderEngineEvidence([run, { ...run, questions: 7 }], [difference])).toBe(
    [
      '## Two engines, one answer',
      '',
      "Every saved question was asked of Trino 476, which is Athena's engine, with its text as it is, and of DuckDB:",
      '87 times in 2 runs. Column names, types, rows and their order were the same, but for known differences (1).',
      '',
      '| run | records | questions | with rows | rows compared |',
      '| --- | --- | --- | --- | --- |',
      '| an incident: a played scenario | 448 CloudTrail<br>3,996 flow log | 80 | 70 | 6,273 |',
      '| an incident: a played scenario | 448 CloudTrail<br>3,996 flow log | 7 | 70 | 6,273 |',
      '',
      '* flow-preview (an incident): it shows the prefix',
      '',
    ].join('\n'),
  );
});
