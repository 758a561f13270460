import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readEngineFacts } from '../../../docs/evidence/engine-facts';
import { renderEngines } from '../../../docs/evidence/render-engines';
import { queryCatalogue } from '../../../queries/catalogue';
import { DIFFERENCES, REFUSED, WORDINGS } from '../../local/query/athena-words/words';
import { KNOWN_DIFFERENCES } from '../../trino/compare/exceptions';

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
  const words = {
    alike: 412,
    different: [{ text: '10 / 4.0', how: 'a double' }],
    refused: ["row(1, 'a')"],
  };
  const edges = {
    alike: 2000,
    refusedAlike: 200,
    different: [{ how: 'the order of keys', cases: 2 }],
  };
  const difference = { query: 'flow-preview', run: 'an incident', reason: 'it shows the prefix' };
  expect(
    renderEngines({ runs: [run, { ...run, questions: 7 }], differences: [difference], words, edges }),
  ).toEqual([
    '## Two engines, one answer',
    '',
    "Every saved question was asked of Trino 476, which is Athena's engine, with its text as it is, and of DuckDB:",
    '87 times in 2 runs. Column names, types, rows and their order were the same, but for known differences (1).',
    'Counted by `npm run test:trino`.',
    '',
    '| run | records | questions | with rows | rows compared |',
    '| --- | --- | --- | --- | --- |',
    '| an incident: a played scenario | 448 CloudTrail<br>3,996 flow log | 80 | 70 | 6,273 |',
    '| an incident: a played scenario | 448 CloudTrail<br>3,996 flow log | 7 | 70 | 6,273 |',
    '',
    '* flow-preview (an incident): it shows the prefix',
    '',
    '### What is written beside the saved questions',
    '',
    "412 expressions and statements of Athena's SQL are answered alike, one by one: the answers of the real",
    'engine are recorded, and the tests hold the local one to them. Answered otherwise:',
    '',
    '* a double: `10 / 4.0`',
    '',
    'Refused here, with a sentence, and answered by Athena:',
    '',
    "* `row(1, 'a')`",
    '',
    '### Values at their edges',
    '',
    'NULL, zero, negative and empty values, zones and fractions were put into every function that is bridged:',
    '2,202 expressions, of which 2,000 are answered alike and 200 refused alike. The others, 2:',
    '',
    '* the order of keys (2)',
    '',
  ]);
});

describe('the counts that are kept', () => {
  const facts = readEngineFacts();

  test('are of the catalogue as it is: the runs with every table asked every question', () => {
    expect(Math.max(...facts.runs.map(({ questions }) => questions))).toBe(queryCatalogue().length);
  });

  test('have the differences that the comparison lets pass, and no other', () => {
    expect(facts.differences).toEqual(KNOWN_DIFFERENCES);
  });

  test('have the wordings that the local tests hold the engine to', () => {
    expect(facts.words).toEqual({
      alike: WORDINGS.length - DIFFERENCES.size - REFUSED.size,
      different: [...DIFFERENCES].map(([text, how]) => ({ text, how })),
      refused: [...REFUSED],
    });
  });

  test('stand in docs/evidence.md, byte for byte', () => {
    const text = readFileSync(path.join(__dirname, '../../../docs/evidence.md'), 'utf8');
    expect(text.slice(text.indexOf('## Two engines'))).toBe(renderEngines(facts).join('\n'));
  });
});
