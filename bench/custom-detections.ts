import { readSigmaDetection } from '../analysis/sigma/detection';
import { compileExpression } from '../analysis/sigma/evaluate';
import { readYaml } from '../detections/custom/yaml-documents';
import type { BenchTable } from './report/bench-table';

const ROUNDS = 5;
const FILE_CHARACTERS = 60_000;
const TEXT_CHARACTERS = 50_000;
/** A rule is asked so often: once is too quick to be measured. */
const ASKED = 40;

/** What a hostile folder may hold: each grows with its input at worst. */
const FILES: Readonly<Record<string, (characters: number) => string>> = {
  'file: keys of one map': (characters) => lines(characters, (index) => `k${index}: x`),
  'file: one map twice over': (characters) => lines(characters, () => 'a: x'),
  'file: documents': (characters) => lines(characters / 40, () => 'a: x\n---'),
  'file: a list in brackets': (characters) => `a: [${'x,'.repeat(characters / 2)}]`,
  'file: quotation marks without an end': (characters) => `a: "${'x\\"'.repeat(characters / 3)}`,
  'file: anchors': (characters) => lines(characters, (index) => `k${index}: &a${index} x`),
};
/** Rules, and texts on which a search could begin anew at every character. */
const RULES: readonly (readonly [name: string, search: object, part: string])[] = [
  ['rule: (a+)+$', { 'x|re': '(a+)+$' }, 'a'],
  ['rule: (.*a){12}', { 'x|re': '(.*a){12}b' }, 'a'],
  ['rule: wildcards', { x: '*a*a*a*a*a*b' }, 'a'],
  ['rule: one characters', { x: '*a?a?a?b' }, 'a'],
  ['rule: contains', { 'x|contains': `${'a'.repeat(50)}b` }, 'a'],
];

/** How the time of reading a folder and of judging by it grows: twice the input in twice the time is 2.0. */
export async function benchCustomDetections(): Promise<BenchTable> {
  const files = Object.entries(FILES).map(([name, make]) =>
    row(name, make(FILE_CHARACTERS), make(2 * FILE_CHARACTERS), readYaml),
  );
  const rules = RULES.map(([name, search, part]) => {
    const expression = readSigmaDetection({ search, condition: 'search' }, [], (_, message) => {
      throw new Error(message);
    });
    if (expression === undefined) throw new Error(`${name} was not read`);
    const test = compileExpression(expression);
    const text = (characters: number) => part.repeat(characters / part.length);
    return row(name, text(TEXT_CHARACTERS), text(2 * TEXT_CHARACTERS), (x) => {
      for (let times = 0; times < ASKED; times += 1) test({ x });
    });
  });
  return {
    title: 'Detections of somebody else',
    explanation: `Reading of a file of ${FILE_CHARACTERS.toLocaleString('en-US')} characters, a rule asked of a text of ${TEXT_CHARACTERS.toLocaleString('en-US')}, and of twice as many: the last column is how much longer that takes. CPU milliseconds, the least of ${ROUNDS} rounds.`,
    heads: ['input', 'n, ms', '2 n, ms', 'ratio'],
    rows: [...files, ...rules],
  };
}

function lines(characters: number, make: (index: number) => string): string {
  let text = '';
  for (let index = 0; text.length < characters; index += 1) text += `${make(index)}\n`;
  return text;
}

function row(name: string, once: string, twice: string, use: (text: string) => unknown): string[] {
  const [one, two] = [milliseconds(() => use(once)), milliseconds(() => use(twice))];
  return [name, one.toFixed(1), two.toFixed(1), (two / one).toFixed(1)];
}

function milliseconds(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
