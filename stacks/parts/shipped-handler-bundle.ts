import { existsSync } from 'node:fs';
import path from 'node:path';
import type { HandlerName } from '../../handlers/bundling';

/**
 * The folder with a handler's bundle in the package, where it takes the place of `handler-bundle.ts`: a foreign app
 * has neither the sources nor esbuild.
 */
export function handlerBundle(name: HandlerName): string {
  const folder = path.join(__dirname, '../handlers', name);
  if (existsSync(path.join(folder, 'index.js'))) return folder;
  throw new Error(`the package harborwatch lacks ${folder}; install it again: npm install harborwatch`);
}
