import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../records/message-of';
import { ReadFolderError } from './read-folder-error';

/** One file found below a folder. */
export interface FileEntry {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly absolute: string;
  readonly bytes: number;
  /** Why it is not to be opened, when it is not. */
  readonly leaveAlone?: string;
}

/** Our own files, which lie beside logs. */
const OWN_FILES: Readonly<Record<string, string>> = {
  'labels.json': 'labels of a simulation or a data set, not a log',
  'harborwatch.json': 'settings of Harborwatch, not a log',
};

/**
 * All files below a folder, or the one file that the path names, sorted by path: AWS's keys begin with account,
 * service, region and date, so that is the order of delivery. Links are followed, but no folder is read twice.
 *
 * @throws ReadFolderError when the path does not exist or cannot be listed
 */
export async function listFiles(folder: string): Promise<FileEntry[]> {
  const root = path.resolve(folder);
  let isFolder: boolean;
  try {
    isFolder = (await stat(root)).isDirectory();
  } catch (error) {
    throw new ReadFolderError(
      `cannot read ${folder}: ${messageOf(error)}; give a folder of log files, or one file`,
    );
  }
  const found: FileEntry[] = [];
  if (isFolder) await addFolder(root, '', found, new Set());
  else found.push(await describeFile(root, path.basename(root)));
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function addFolder(
  absolute: string,
  relative: string,
  found: FileEntry[],
  visited: Set<string>,
): Promise<void> {
  const real = await realpath(absolute);
  if (visited.has(real)) {
    found.push({ path: relative, absolute, bytes: 0, leaveAlone: 'link to a folder that is read already' });
    return;
  }
  visited.add(real);
  let names: string[];
  try {
    names = (await readdir(absolute)).sort();
  } catch (error) {
    found.push({ path: relative, absolute, bytes: 0, leaveAlone: `cannot be listed: ${messageOf(error)}` });
    return;
  }
  for (const name of names) {
    const inside = path.join(absolute, name);
    const insideRelative = relative === '' ? name : `${relative}/${name}`;
    if (name.startsWith('.')) {
      found.push({ path: insideRelative, absolute: inside, bytes: 0, leaveAlone: 'hidden' });
      continue;
    }
    if (await isDirectory(inside)) await addFolder(inside, insideRelative, found, visited);
    else found.push(await describeFile(inside, insideRelative));
  }
}

async function isDirectory(absolute: string): Promise<boolean> {
  try {
    return (await stat(absolute)).isDirectory();
  } catch {
    // A link to nowhere; describeFile says so.
    return false;
  }
}

async function describeFile(absolute: string, relative: string): Promise<FileEntry> {
  try {
    const status = await stat(absolute);
    // Opening a pipe would wait for a writer.
    if (!status.isFile()) return { path: relative, absolute, bytes: 0, leaveAlone: 'not a regular file' };
    const own = OWN_FILES[path.basename(absolute)];
    return {
      path: relative,
      absolute,
      bytes: status.size,
      ...(own === undefined ? {} : { leaveAlone: own }),
    };
  } catch (error) {
    return { path: relative, absolute, bytes: 0, leaveAlone: `cannot be opened: ${messageOf(error)}` };
  }
}
