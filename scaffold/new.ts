import path from 'node:path';
import { newDetection } from './new-detection';
import { newQuestion } from './new-question';
import { ScaffoldError } from './scaffold-error';

const USAGE = 'npm run new detection <id> <family>, or npm run new question <id> <group>';
const ROOT = path.join(__dirname, '..');

/** `npm run new`: writes what a new detection or question begins with, and says what is left to do. */
function main([kind, id, place]: readonly string[]): void {
  const make = { detection: newDetection, question: newQuestion }[kind ?? ''];
  if (make === undefined || id === undefined) throw new ScaffoldError(USAGE);
  const { files, left } = make(ROOT, id, place);
  console.log(`written: ${files.join(', ')}`);
  console.log(['left to do:', ...left.map((each) => `  ${each}`)].join('\n'));
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ScaffoldError)) throw error;
  console.error(`new: ${error.message}`);
  process.exitCode = 2;
}
