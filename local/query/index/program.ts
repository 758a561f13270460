import { statSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../../package.json';

/**
 * The program that keeps something: its version, and in a checkout, where the version stays and the sources change, its
 * bundle as well.
 */
export const PROGRAM: string = `${version}${bundleStamp()}`;

function bundleStamp(): string {
  const bundle = statSync(path.join(__dirname, 'cli.js'), { throwIfNoEntry: false });
  return bundle === undefined ? '' : ` ${bundle.size} ${bundle.mtimeMs}`;
}
