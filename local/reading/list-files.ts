import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../records/message-of';
import type { LogFile } from './log-file';
import { fileChunks } from './read-bytes';
import { ReadFolderError } from './read-folder-error';

/** What stands for bytes of a name that are no text. */
const NO_CHARACTER = '\ufffd';

/** Our own files, which lie beside logs. */
const OWN_FILES: Readonly<Record<string, string>> = {
  'labels.json': 'labels of a simulation or a data set, not a log',
  'harborwatch.json': 'settings of Harborwatch, not a log',
};

/** Why a file of this path is left alone wherever it lies: hidden, or our own; undefined for any other. */
export function leftAloneAs(file: string): string | undefined {
  const names = file.split('/');
  if (names.some((name) => name.startsWith('.') && name !== '.' && name !== '..')) return 'hidden';
  return OWN_FILES[names.at(-1) ?? ''];
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
  const found: LogFile[] = [];
  if (isFolder) await addFolder(root, '', found, new Set(), await realpath(root));
  else found.push(await describeFile(root, path.basename(root)));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function addFolder(
  absolute: string,
  relative: string,
  found: LogFile[],
  visited: Set<string>,
  realRoot: string,
): Promise<void> {
  const real = await realpath(absolute);
  if (visited.has(real)) {
    found.push(closed(relative, 'no-log', 'link to a folder that is read already'));
    return;
  }
  visited.add(real);
  let names: string[];
  try {
    names = (await readdir(absolute)).sort();
  } catch (error) {
    found.push(
      closed(relative === '' ? '.' : relative, 'unreadable', `cannot be listed: ${messageOf(error)}`),
    );
    return;
  }
  for (const name of names) {
    const inside = path.join(absolute, name);
    const insideRelative = relative === '' ? name : `${relative}/${name}`;
    if (name.startsWith('.')) {
      found.push(closed(insideRelative, 'no-log', 'hidden'));
      continue;
    }
    if (await leadsOut(inside, realRoot)) {
      found.push(
        closed(
          insideRelative,
          'unreadable',
          'a link that leads out of the folder; read its target by itself',
        ),
      );
    } else if (await isDirectory(inside)) await addFolder(inside, insideRelative, found, visited, realRoot);
    else found.push(await describeFile(inside, insideRelative));
  }
}

async function leadsOut(absolute: string, realRoot: string): Promise<boolean> {
  try {
    const relative = path.relative(realRoot, await realpath(absolute));
    return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  } catch {
    return false;
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

async function describeFile(absolute: string, relative: string): Promise<LogFile> {
  try {
    const status = await stat(absolute);
    // Opening a pipe would wait for a writer.
    if (!status.isFile()) return closed(relative, 'no-log', 'not a regular file');
    const own = OWN_FILES[path.basename(absolute)];
    if (own !== undefined) return closed(relative, 'no-log', own);
    return { name: relative, bytes: status.size, localPath: absolute, open: () => fileChunks(absolute) };
  } catch (error) {
    const reason = relative.includes(NO_CHARACTER)
      ? 'its name is no UTF-8, so that nobody can open it by its name; rename it'
      : `cannot be opened: ${messageOf(error)}`;
    return closed(relative, 'unreadable', reason);
  }
}

function closed(name: string, as: 'no-log' | 'unreadable', reason: string): LogFile {
  return { name, bytes: 0, closed: { as, reason }, open: () => nothing() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A closed file is told and never opened.
}
