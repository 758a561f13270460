import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fetchTrino } from './fetch-trino';

let folder: string;
const only = () => ({ XDG_CACHE_HOME: folder, PATH: folder });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fetch-trino-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const left = () => readdirSync(path.join(folder, 'harborwatch'));

test('without Maven the failure says to install it, and leaves nothing behind', async () => {
  await expect(fetchTrino('/nowhere', only())).rejects.toThrow(
    /mvn cannot be run .*; install Apache Maven 3.6 or newer and let it reach Maven Central/,
  );
  expect(left()).toEqual([]);
});

test('a download that fails is told in the words of Maven, and leaves nothing behind', async () => {
  const script =
    '#!/bin/sh\necho "[ERROR] Could not transfer artifact io.trino:trino-server-core" >&2\nexit 1\n';
  writeFileSync(path.join(folder, 'mvn'), script, { mode: 0o755 });
  await expect(fetchTrino('/nowhere', only())).rejects.toThrow(
    /mvn ended with status 1; [\s\S]*Could not transfer artifact/,
  );
  expect(left()).toEqual([]);
});
