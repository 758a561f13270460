import type { EdgeFacts, EngineFacts, KnownDifference, WordFacts } from './facts';

const number = (value: number) => value.toLocaleString('en-US');

/** The section of docs/evidence.md on the two engines: what was asked over what, and where they may differ. */
export function renderEngines({ runs, differences, words, edges }: EngineFacts): readonly string[] {
  const total = runs.reduce((sum, { questions }) => sum + questions, 0);
  const reasons = new Map<string, KnownDifference[]>();
  for (const difference of differences) {
    const alike = reasons.get(difference.reason);
    if (alike === undefined) reasons.set(difference.reason, [difference]);
    else alike.push(difference);
  }
  return [
    '## Two engines, one answer',
    '',
    `Every saved question was asked of Trino 476, which is Athena's engine, with its text as it is, and of DuckDB:`,
    `${number(total)} times in ${runs.length} runs. Column names, types, rows and their order were the same${
      differences.length === 0 ? '.' : `, but for known differences (${differences.length}).`
    }`,
    'Counted by `npm run test:trino`.',
    '',
    '| run | records | questions | with rows | rows compared |',
    '| --- | --- | --- | --- | --- |',
    ...runs.map(
      ({ title, dataset, flowRecords, apiRecords, containerLines, questions, withRows, rows }) =>
        `| ${title}: ${dataset} | ${[
          [apiRecords, 'CloudTrail'],
          [flowRecords, 'flow log'],
          [containerLines, 'container log'],
        ]
          .filter(([count]) => count !== 0)
          .map(([count, kind]) => `${number(Number(count))} ${kind}`)
          .join('<br>')} | ${questions} | ${withRows} | ${number(rows)} |`,
    ),
    '',
    ...[...reasons].map(
      ([reason, found]) =>
        `* ${[...new Set(found.map(({ query, run }) => `${query} (${run})`))].join(', ')}: ${reason}`,
    ),
    ...(reasons.size === 0 ? [] : ['']),
    ...renderWords(words),
    ...renderEdges(edges),
  ];
}

const code = (text: string) => `\`${text}\``;

function renderWords({ alike, different, refused }: WordFacts): readonly string[] {
  const ways = new Map<string, string[]>();
  for (const { text, how } of different) {
    const alike = ways.get(how);
    if (alike === undefined) ways.set(how, [text]);
    else alike.push(text);
  }
  return [
    '### What is written beside the saved questions',
    '',
    `${number(alike)} expressions and statements of Athena's SQL are answered alike, one by one: the answers of the real`,
    'engine are recorded, and the tests hold the local one to them. Answered otherwise:',
    '',
    ...[...ways].map(([how, texts]) => `* ${how}: ${texts.map(code).join(', ')}`),
    '',
    'Refused here, with a sentence, and answered by Athena:',
    '',
    ...refused.map((text) => `* ${code(text)}`),
    '',
  ];
}

function renderEdges({ alike, refusedAlike, different }: EdgeFacts): readonly string[] {
  const cases = different.reduce((sum, one) => sum + one.cases, 0);
  return [
    '### Values at their edges',
    '',
    `NULL, zero, negative and empty values, zones and fractions were put into every function that is bridged:`,
    `${number(alike + refusedAlike + cases)} expressions, of which ${number(alike)} are answered alike and ${number(refusedAlike)} refused alike. The others, ${number(cases)}:`,
    '',
    ...different.map(({ how, cases: count }) => `* ${how} (${count})`),
    '',
  ];
}
