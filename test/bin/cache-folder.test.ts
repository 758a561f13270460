import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder, cachePlace } from '../../bin/launcher/cache-folder.cjs';

describe('where the cache is kept', () => {
  test('Linux: below XDG_CACHE_HOME, or in .cache', () => {
    expect(cachePlace({ XDG_CACHE_HOME: '/var/cache/me' }, 'linux', '/home/me')).toBe(
      '/var/cache/me/harborwatch',
    );
    expect(cachePlace({}, 'linux', '/home/me')).toBe('/home/me/.cache/harborwatch');
  });

  test('a relative XDG_CACHE_HOME is ignored, as the specification asks', () => {
    expect(cachePlace({ XDG_CACHE_HOME: 'here' }, 'linux', '/home/me')).toBe('/home/me/.cache/harborwatch');
  });

  test('macOS: in Library/Caches', () => {
    expect(cachePlace({}, 'darwin', '/Users/me')).toBe('/Users/me/Library/Caches/harborwatch');
  });

  test('Windows: in LOCALAPPDATA, with its separators', () => {
    expect(cachePlace({ LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' }, 'win32', 'C:\\Users\\me')).toBe(
      'C:\\Users\\me\\AppData\\Local\\harborwatch',
    );
    expect(cachePlace({}, 'win32', 'C:\\Users\\me')).toBe('C:\\Users\\me\\AppData\\Local\\harborwatch');
  });

  test('nowhere for somebody without a home', () => {
    expect(cachePlace({}, 'linux', '')).toBeUndefined();
  });
});

describe('the folder itself', () => {
  let base: string;
  const before = process.env['XDG_CACHE_HOME'];

  beforeEach(() => {
    base = mkdtempSync(path.join(tmpdir(), 'harborwatch-cache-'));
    process.env['XDG_CACHE_HOME'] = base;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    rmSync(base, { recursive: true, force: true });
  });

  test('it is made for its owner alone', () => {
    expect(cacheFolder()).toBe(path.join(base, 'harborwatch'));
    expect(statSync(path.join(base, 'harborwatch')).mode & 0o077).toBe(0);
  });

  test('one that others may write into is not used: what lies there is run', () => {
    cacheFolder();
    chmodSync(path.join(base, 'harborwatch'), 0o777);
    expect(cacheFolder()).toBeUndefined();
  });

  test('where a file stands in its place, there is no cache and no error', () => {
    writeFileSync(path.join(base, 'harborwatch'), '');
    expect(cacheFolder()).toBeUndefined();
    expect(existsSync(path.join(base, 'harborwatch'))).toBe(true);
  });
});
