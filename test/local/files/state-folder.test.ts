import { statSync } from 'node:fs';
import path from 'node:path';
import { stateFolder, statePlace } from '../../../local/files/state-folder';
import { createLogFolder } from '../query/query-folder';

test.each([
  [{}, 'linux', '/home/a', '/home/a/.local/state/harborwatch'],
  [{ XDG_STATE_HOME: '/state' }, 'linux', '/home/a', '/state/harborwatch'],
  [{ XDG_STATE_HOME: 'relative' }, 'linux', '/home/a', '/home/a/.local/state/harborwatch'],
  [{}, 'darwin', '/Users/a', '/Users/a/Library/Application Support/harborwatch'],
  [{ LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\a', 'C:\\Local\\harborwatch'],
  [{}, 'linux', '', undefined],
] as const)('with %j on %s of %s state is kept in %s', (env, platform, home, place) => {
  expect(statePlace(env, platform, home)).toBe(place);
});

test('the folder is made, for its owner only, and none where it cannot be', () => {
  const folder = createLogFolder();
  try {
    const made = stateFolder({ XDG_STATE_HOME: folder.root });
    expect(made).toBe(path.join(folder.root, 'harborwatch'));
    expect(statSync(made ?? '').mode & 0o777).toBe(0o700);
    expect(stateFolder({ XDG_STATE_HOME: folder.write('file', '') })).toBeUndefined();
  } finally {
    folder.remove();
  }
});
