import { statSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../../package.json';

/** Which bundle runs; empty where the sources run as they are, and may have changed since anything was kept. */
export const BUNDLE: string = bundleStamp();

/**
 * The program that keeps something: its version, and in a checkout, where the version stays and the sources change, its
 * bundle as well.
 */
export const PROGRAM: string = `${version}${BUNDLE}`;

function bundleStamp(): string {
  const bundle = statSync(path.join(__dirname, 'cli.js'), { throwIfNoEntry: false });
  return bundle === undefined ? '' : ` ${bundle.size} ${bundle.mtimeMs}`;
}
