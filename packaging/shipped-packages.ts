import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of which something is in the bundle. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as its `package.json` says it. */
  readonly license: string;
  /** Texts of its files LICENSE, LICENCE, COPYING and NOTICE; none where it ships none. */
  readonly notices: readonly string[];
}

const NOTICE_FILE = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

/**
 * The packages that esbuild took something from, by name; of two versions of one package each stands by itself.
 *
 * @param root the folder that the inputs' paths are relative to
 * @throws Error naming the package that does not say its license: nobody may ship that
 */
export function shippedPackages({ inputs }: Metafile, root: string): readonly ShippedPackage[] {
  const folders = new Set(Object.keys(inputs).flatMap((input) => packageFolder(input) ?? []));
  return [...folders]
    .map((folder) => readPackage(path.join(root, folder)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
}

/** `node_modules/a/node_modules/@b/c` of `node_modules/a/node_modules/@b/c/lib/index.js`. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function readPackage(folder: string): ShippedPackage {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: unknown;
  };
  if (typeof license !== 'string') {
    throw new Error(
      `${name} ${version} names no license in its package.json: it can't be shipped in the bundle`,
    );
  }
  const notices = readdirSync(folder)
    .filter((file) => NOTICE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return { name, version, license, notices };
}
