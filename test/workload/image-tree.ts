import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CONTEXT, type Image, quote, shellSteps } from './image-steps';

/** Built once and kept, apart from the machine's own file system, which no test changes. */
const KEPT = path.join(tmpdir(), 'harborwatch-images');
const RELEASE = 'bookworm';
const BUILD_MILLISECONDS = 600_000;

/** The image's file system, as the layers of an overlay: what the steps changed first. */
export interface ImageTree {
  readonly layers: readonly string[];
}

/**
 * The file system of an image: Debian's packages, with the Dockerfile's steps executed on them. A change of the sources
 * makes another one.
 */
export function imageTree(image: Image): ImageTree {
  const base = baseOf(image.packages);
  const steps = shellSteps(image);
  const folder = path.join(KEPT, `${image.stage}-${digest([base, steps, ...sources()])}`);
  if (!existsSync(folder)) {
    make(folder, (building) => {
      symlinkSync(base, path.join(building, 'base'));
      writeFileSync(path.join(building, 'steps'), `${steps}\n`);
      run('unshare', ['--mount', 'sh', path.join(__dirname, 'build-image.sh'), building]);
    });
  }
  return { layers: [path.join(folder, 'upper'), base] };
}

/** A minimal Debian with these packages, as the base image and the installing steps would leave it. */
function baseOf(packages: readonly string[]): string {
  const folder = path.join(KEPT, `base-${digest([RELEASE, ...packages])}`);
  if (!existsSync(folder)) {
    const cache = path.join(KEPT, 'packages');
    mkdirSync(cache, { recursive: true });
    make(folder, (building) => {
      const mirror = process.env['DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian';
      const include = `--include=${packages.join(',')}`;
      run('debootstrap', ['--variant=minbase', `--cache-dir=${cache}`, include, RELEASE, building, mirror]);
    });
  }
  return folder;
}

/** A folder is there when it is whole. */
function make(folder: string, fill: (building: string) => void): void {
  mkdirSync(KEPT, { recursive: true });
  const building = mkdtempSync(path.join(KEPT, 'building-'));
  try {
    execFileSync('chmod', ['755', building]);
    fill(building);
    renameSync(building, folder);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    throw error;
  }
}

function run(command: string, words: readonly string[]): void {
  execFileSync('sh', ['-c', `exec ${[command, ...words].map(quote).join(' ')} 2>&1`], {
    timeout: BUILD_MILLISECONDS,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function sources(): string[] {
  return readdirSync(CONTEXT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .sort()
    .flatMap((file) => [file, readFileSync(file, 'latin1')]);
}

function digest(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
