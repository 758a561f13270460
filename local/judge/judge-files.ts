import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Judgement, judgeTaskDefinition } from '../../analysis/task-definition/judge-task-definition';
import { type DocumentPath, tasksInDocument } from '../../analysis/task-definition/read/tasks-in-document';
import { messageOf } from '../../records/values/message-of';
import { listFiles } from '../reading/list-files';
import type { LogFile } from '../reading/log-file';
import { parseDocuments, UnparsableDocumentError } from './parsed-document';

export interface JudgedFolder {
  readonly folder: string;
  /** Every task definition that was found, those without fault too. */
  readonly tasks: readonly JudgedTask[];
  readonly unreadable: readonly UnreadableFile[];
  /** Files that hold no task definition. */
  readonly leftAlone: number;
}

export interface JudgedTask {
  /** Relative to the folder. */
  readonly file: string;
  readonly name: string;
  readonly judgements: readonly PlacedJudgement[];
}

export interface PlacedJudgement extends Judgement {
  readonly line: number;
}

export interface UnreadableFile {
  readonly file: string;
  readonly reason: string;
}

/** Larger files are no templates (the API takes 1 MB) and no record files that anybody would judge as a whole. */
const MOST_BYTES = 64 * 1024 * 1024;
/** One of these words stands in every document with a task definition. */
const MARKS = /container_?definitions|AWS::ECS::TaskDefinition|Register(?:Daemon)?TaskDefinition/i;
/** Containers by themselves have no such word: a list of objects with images. */
const LIST_OF_IMAGES = /^\ufeff?\s*\[\s*\{[\s\S]*?"image"\s*:/;
const NAMES_ONLY = /^\ufeff?\s*\{\s*"taskDefinitionArns"\s*:/;

/**
 * Judges every task definition in a folder, or in the one file that is named. A file of a folder that has none is
 * left alone; a file that is named and has none, or one that cannot be read, is unreadable.
 *
 * @throws ReadFolderError when there is no such folder or file
 */
export async function judgeFiles(folder: string, ownRegistries: readonly string[]): Promise<JudgedFolder> {
  const files = await listFiles(folder);
  const isOneFile = files[0]?.localPath === path.resolve(folder);
  const tasks: JudgedTask[] = [];
  const unreadable: UnreadableFile[] = [];
  let leftAlone = 0;
  for (const file of files) {
    if (isOutside(file)) {
      leftAlone += 1;
      continue;
    }
    try {
      const found = judgeText(await textOf(file), file.name, ownRegistries);
      if (found.length > 0) tasks.push(...found);
      else if (isOneFile) unreadable.push({ file: file.name, reason: 'no task definition in it' });
      else leftAlone += 1;
    } catch (error) {
      unreadable.push({ file: file.name, reason: messageOf(error) });
    }
  }
  return { folder, tasks, unreadable, leftAlone };
}

/** What is not the owner's own writing, or no document. */
function isOutside({ name, closed }: LogFile): boolean {
  return closed?.as === 'no-log' || /(?:^|\/)node_modules\//.test(name);
}

async function textOf(file: LogFile): Promise<string> {
  if (file.closed !== undefined) throw new UnparsableDocumentError(file.closed.reason);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of file.open()) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new UnparsableDocumentError(`more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  const content = Buffer.concat(chunks);
  const isGzip = content[0] === 0x1f && content[1] === 0x8b;
  return decoded(isGzip ? gunzipSync(content, { maxOutputLength: MOST_BYTES }) : content);
}

/** PowerShell's `>` writes UTF-16, and says so in the first two bytes. */
function decoded(content: Buffer): string {
  const isUtf16 = content[0] === 0xff && content[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(content);
}

/** The task definitions of one text, each with what is wrong with it. */
export function judgeText(
  text: string,
  file: string,
  ownRegistries: readonly string[],
): readonly JudgedTask[] {
  if (text.includes('\0')) return [];
  if (NAMES_ONLY.test(text)) {
    throw new UnparsableDocumentError(
      'names of task definitions, without what is in them: aws ecs describe-task-definition --task-definition <name> prints one',
    );
  }
  if (!MARKS.test(text) && !LIST_OF_IMAGES.test(text)) return [];
  // Prose and programs name these words too: only what stands in a document is judged.
  if (!/^\ufeff?\s*(?:[[{#]|---|[\w"'-]+\s*:)/.test(text)) return [];
  return parseDocuments(text).flatMap(({ value, lineOf }) =>
    tasksInDocument(value, ownRegistries).map(({ name, path: place, definition, surroundings }) => ({
      file,
      name,
      judgements: judgeTaskDefinition(definition, surroundings).map((judgement) => ({
        ...judgement,
        line: lineOf([...place, ...stepsOf(judgement.place)]),
      })),
    })),
  );
}

/** `containerDefinitions[0].user` as steps. A use (`service web`) is no place inside of the definition. */
function stepsOf(place: string): DocumentPath {
  if (place.includes(' ')) return [];
  return place
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
