import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a name stands for, worked out once in a run of jest: the first file of tests writes it into the folder that
 * `test/begin-run.cjs` makes, all others read it. A run has a folder of its own, so nothing is ever out of date.
 */
export function oncePerRun<T>(name: string, make: () => T): T {
  const folder = process.env['HARBORWATCH_TEST_RUN'];
  if (folder === undefined) return make();
  const file = path.join(folder, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  const made = make();
  mkdirSync(path.dirname(file), { recursive: true });
  // Two workers may make the same at once: whoever reads sees a whole file.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(made));
  renameSync(unfinished, file);
  return made;
}
