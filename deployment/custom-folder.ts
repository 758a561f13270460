import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  type CustomFile,
  type FilePlace,
  type ReadCustom,
  readCustomFiles,
} from '../detections/custom/read-files';
import type { Detection } from '../detections/detection';

/** Bounds of one folder: it is input, and may be hostile. */
export const FOLDER_LIMITS = { files: 1_000, bytes: 8_388_608, fileBytes: 262_144, depth: 6 } as const;

/** What a folder of somebody's own detections and questions holds. */
export interface CustomFolder extends ReadCustom {
  readonly folder: string;
  /** Questions, by the name of their file. */
  readonly questions: readonly CustomFile[];
}

/**
 * Reads a folder of detections, changes, Sigma rules (`.yml`, `.yaml`) and questions (`.sql`). Links are not followed;
 * what is too large is a mistake like any other.
 *
 * @param catalogue ours, which changes are about
 */
export function readCustomFolder(folder: string, catalogue: readonly Detection[]): CustomFolder {
  const problems: FilePlace[] = [];
  const files = listFolder(folder, problems);
  const read = readCustomFiles(
    files.filter(({ name }) => /\.ya?ml$/.test(name)),
    catalogue,
  );
  return {
    ...read,
    folder,
    problems: [...problems, ...read.problems],
    questions: files.filter(({ name }) => name.endsWith('.sql')),
  };
}

/** Is there a folder of this name with anything to read in it? */
export function isCustomFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory() && listFolder(folder, []).length > 0;
  } catch {
    return false;
  }
}

function listFolder(folder: string, problems: FilePlace[]): readonly CustomFile[] {
  const files: CustomFile[] = [];
  let bytes = 0;
  const refuse = (file: string, message: string) => problems.push({ file, line: 1, message });
  const go = (below: string, depth: number) => {
    if (depth > FOLDER_LIMITS.depth) {
      refuse(below, `the folder lies deeper than ${FOLDER_LIMITS.depth}; move it up`);
      return;
    }
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true }).sort(byName)) {
      const name = path.join(below, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.')) go(name, depth + 1);
      if (!entry.isFile() || !/\.(?:ya?ml|sql)$/.test(entry.name)) continue;
      if (files.length >= FOLDER_LIMITS.files) {
        refuse(
          name,
          `the folder has more than ${FOLDER_LIMITS.files} files; this and later ones are not read`,
        );
        return;
      }
      const file = path.join(folder, name);
      const { size } = statSync(file);
      bytes += size;
      if (size > FOLDER_LIMITS.fileBytes || bytes > FOLDER_LIMITS.bytes) {
        refuse(
          name,
          `the file has ${size} bytes; at most ${FOLDER_LIMITS.fileBytes}, and ${FOLDER_LIMITS.bytes} of all together`,
        );
        continue;
      }
      files.push({ name, text: readFileSync(file, 'utf8') });
    }
  };
  go('', 0);
  return files;
}

const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
  one.name < other.name ? -1 : 1;

/** `detections/own.yml:3: severity is "hgih"; …`. */
export function describePlace(folder: string, { file, line, message }: FilePlace): string {
  // Names of files and keys are input: none of them begins a line of its own.
  return `${path.join(folder, file)}:${line}: ${message}`.replace(/[\r\n]+/g, ' ');
}
