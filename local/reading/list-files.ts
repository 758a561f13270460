import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../records/values/message-of';
import type { LogFile } from './log-file';
import { mayHoldRecords } from './may-hold-records';
import { fileChunks } from './read-bytes';
import { ReadFolderError } from './read-folder-error';

/** What stands for bytes of a name that are no text. */
const NO_CHARACTER = '\ufffd';

/** Our own files, which lie beside logs. */
const OWN_FILES: Readonly<Record<string, string>> = {
  'labels.json': 'labels of a simulation or a data set, not a log',
  'harborwatch.json': 'settings of Harborwatch, not a log',
};

/** Asked of every file: cutting its name out to look it up takes ten times as long. */
const OWN_ENDINGS = Object.keys(OWN_FILES);

/** Why a file of this path is left alone wherever it lies; undefined for one that is looked into. */
export function leftAloneAs(file: string): string | undefined {
  const isHidden = file.split('/').some((name) => name.startsWith('.') && name !== '.' && name !== '..');
  return isHidden ? 'hidden' : undefined;
}

/** What a file of this name is, where no record was found in it: anybody may give a log the name of our own files. */
export function ownFileOf(file: string): string | undefined {
  if (!OWN_ENDINGS.some((ending) => file.endsWith(ending))) return undefined;
  return OWN_FILES[file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('!')) + 1)];
}

/**
 * All files below a folder, or the one file that the path names, sorted by path: AWS's keys begin with account,
 * service, region and date, so that is the order of delivery. Links within the folder are followed, but no folder is
 * read twice; a link that leads out of it is named and not followed: folders of logs come from others, and a line that
 * cannot be read is shown.
 *
 * @throws ReadFolderError when the path does not exist or cannot be listed
 */
export async function listFiles(folder: string): Promise<readonly LogFile[]> {
  const root = path.resolve(folder);
  let isFolder: boolean;
  try {
    isFolder = (await stat(root)).isDirectory();
  } catch (error) {
    throw new ReadFolderError(
      `cannot read ${folder}: ${messageOf(error)}; give a folder of log files, or one file`,
    );
  }
  const listing = new Listing(isFolder ? await realpath(root) : root);
  if (isFolder) listing.addFolder(root, '', listing.root);
  else listing.addFile(root, path.basename(root));
  return listing.found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Synchronous: of ten thousand files, most of the time would go into turns of the event loop. */
class Listing {
  readonly found: LogFile[] = [];
  /** Real path of the folder that was named. */
  readonly root: string;
  /** Real paths of folders that were listed. */
  readonly #visited = new Set<string>();

  constructor(root: string) {
    this.root = root;
  }

  /** @param real path of the folder without any link in it */
  addFolder(absolute: string, relative: string, real: string): void {
    if (this.#visited.has(real)) {
      this.found.push(closed(relative, 'no-log', 'link to a folder that is read already'));
      return;
    }
    this.#visited.add(real);
    let entries: Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      this.found.push(
        closed(relative === '' ? '.' : relative, 'unreadable', `cannot be listed: ${messageOf(error)}`),
      );
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const { name } = entry;
      const inside = path.join(absolute, name);
      const insideRelative = relative === '' ? name : `${relative}/${name}`;
      if (name.startsWith('.')) this.found.push(closed(insideRelative, 'no-log', 'hidden'));
      else if (entry.isSymbolicLink()) this.#addLink(inside, insideRelative);
      else if (entry.isDirectory()) this.addFolder(inside, insideRelative, path.join(real, name));
      else this.addFile(inside, insideRelative);
    }
  }

  addFile(absolute: string, relative: string): void {
    this.found.push(describeFile(absolute, relative));
  }

  #addLink(absolute: string, relative: string): void {
    let real: string;
    try {
      real = realpathSync.native(absolute);
    } catch {
      // A link to nowhere, which is told like any file that cannot be opened.
      this.addFile(absolute, relative);
      return;
    }
    const way = path.relative(this.root, real);
    if (way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way)) {
      this.found.push(
        closed(relative, 'unreadable', 'a link that leads out of the folder; read its target by itself'),
      );
    } else if (statSync(real, { throwIfNoEntry: false })?.isDirectory() === true) {
      this.addFolder(absolute, relative, real);
    } else this.addFile(absolute, relative);
  }
}

function describeFile(absolute: string, relative: string): LogFile {
  try {
    const status = statSync(absolute);
    // Opening a pipe would wait for a writer.
    if (!status.isFile()) return closed(relative, 'no-log', 'not a regular file');
    const own = ownFileOf(relative);
    if (own !== undefined && !holdsRecords(absolute, status.size)) return closed(relative, 'no-log', own);
    return { name: relative, bytes: status.size, localPath: absolute, open: () => fileChunks(absolute) };
  } catch (error) {
    const reason = relative.includes(NO_CHARACTER)
      ? 'its name is no UTF-8, so that nobody can open it by its name; rename it'
      : `cannot be opened: ${messageOf(error)}`;
    return closed(relative, 'unreadable', reason);
  }
}

/** Settings and labels are small. */
const MOST_OWN_BYTES = 16 * 1024 * 1024;

function holdsRecords(file: string, bytes: number): boolean {
  return bytes > MOST_OWN_BYTES || mayHoldRecords(readFileSync(file, 'utf8'));
}

function closed(name: string, as: 'no-log' | 'unreadable', reason: string): LogFile {
  return { name, bytes: 0, closed: { as, reason }, open: () => nothing() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A closed file is told and never opened.
}
