const { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } = require('node:fs');
const { freemem, tmpdir } = require('node:os');
const path = require('node:path');
const { isAlive } = require('./is-alive.cjs');

const PREFIX = 'harborwatch-test-run-';
const IN_MEMORY = '/dev/shm';
/** The type that statfs(2) gives a file system in memory on Linux. */
const TMPFS = 0x01_02_19_94;
/** Above what a run leaves in its folders at once, which is some hundred megabytes. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * A folder of this run of jest, which is the temporary folder of all its tests, too, and goes with what they left there.
 * Where Linux has a file system in memory with room, it lies there: tests write thousands of small files, and making them
 * on a disk was a third of the processor time of those that replay folders. A TMPDIR that somebody set is used as it is.
 */
module.exports = () => {
  const where = process.env.TMPDIR === undefined && hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir();
  removeWhatKilledRunsLeft(where);
  const folder = mkdtempSync(path.join(where, `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o755); // Some tests read as another user.
  process.env.HARBORWATCH_TEST_RUN = folder;
  process.env.TMPDIR = folder;
};

function hasRoom(folder) {
  try {
    const { type, bavail, bsize } = statfsSync(folder);
    return type === TMPFS && Math.min(bavail * bsize, freemem()) >= ROOM_BYTES;
  } catch {
    return false; // There is no such folder: another system than Linux.
  }
}

/** A run that was killed removes nothing; its number stands in the folder's name. */
function removeWhatKilledRunsLeft(where) {
  for (const name of readdirSync(where)) {
    const [, run] = name.startsWith(PREFIX) ? (/-(\d+)-\w+$/.exec(name) ?? []) : [];
    if (run !== undefined && !isAlive(Number(run)))
      rmSync(path.join(where, name), { recursive: true, force: true });
  }
}
