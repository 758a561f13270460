import { rmSync } from 'node:fs';
import path from 'node:path';
import { bundleCli } from './bundle-cli';

const DIST = path.join(__dirname, '../dist');

/** Builds what the package ships and the repository does not hold; `npm pack` and `npm publish` run it first. */
async function buildPackage(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  await bundleCli(path.join(DIST, 'cli'));
}

void buildPackage();
