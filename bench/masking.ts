import { maskText } from '../handlers/tell/mask-secrets';
import type { BenchTable } from './report/bench-table';

const CHARACTERS = 100_000;
const ROUNDS = 5;
/** Texts on which a search could begin anew at every character, and one as containers have them. */
const PARTS: Readonly<Record<string, string>> = {
  'a hyphenated word': '-eyJ',
  'a name again and again': 'mysql ',
  'secret names without an end': 'password',
  'assignments without an end': 'pwd="',
  'letters and digits': 'Aa1',
  'arguments of a container': '"--password","hunter2","-u","admin:hunter2",',
};

/** How the time of masking grows with the text: twice the text in twice the time is 2.0, squared it would be 4.0. */
export async function benchMasking(): Promise<BenchTable> {
  const rows = Object.entries(PARTS).map(([name, part]) => {
    const [once, twice] = [milliseconds(part, CHARACTERS), milliseconds(part, 2 * CHARACTERS)];
    return [name, once.toFixed(1), twice.toFixed(1), (twice / once).toFixed(1)];
  });
  return {
    title: 'Masking of secrets',
    explanation: `\`maskText\` of ${CHARACTERS.toLocaleString('en-US')} characters and of twice as many: the last column is how much longer that takes. CPU milliseconds, the least of ${ROUNDS} rounds.`,
    heads: ['text', 'n, ms', '2 n, ms', 'ratio'],
    rows,
  };
}

function milliseconds(part: string, characters: number): number {
  const text = part.repeat(Math.ceil(characters / part.length));
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = process.cpuUsage();
    maskText(text);
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
