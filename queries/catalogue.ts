import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { includeFragments } from './include';
import { parseQuery, type Query } from './query';
import { QueryError } from './query-error';

/** The groups, in reading order; each is a folder of `.sql` files. */
export const QUERY_GROUPS = [
  'ecs-control-plane',
  'exec-and-access',
  'images-secrets-iam',
  'network-and-tampering',
  'ssh-flows',
  'data-health-and-joins',
] as const;

/** What several questions begin with; no questions themselves. */
export const FRAGMENTS_FOLDER = 'fragments';

function readGroup(group: string): readonly Query[] {
  const folder = path.join(__dirname, group);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readQuery(path.parse(file).name, group, readFileSync(path.join(folder, file), 'utf8')));
}

/**
 * A question from its text, with the fragments that it includes.
 *
 * @throws QueryError when a fragment is not there or a parameter's declaration cannot be read
 */
export function readQuery(id: string, group: string, text: string): Query {
  return parseQuery(id, group, includeFragments(id, text, readFragment));
}

function readFragment(name: string): string | undefined {
  const file = path.join(__dirname, FRAGMENTS_FOLDER, `${name}.sql`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

let cached: readonly Query[] | undefined;
let own: readonly Query[] = [];

/** The group of questions that are somebody's own. */
export const OWN_GROUP = 'own';

/** A question of somebody's own. */
export interface OwnQuestion {
  readonly id: string;
  readonly text: string;
  /** Where it stands, for messages. */
  readonly file: string;
}

/**
 * Takes questions of somebody's own among the saved ones, for this process: they are listed, asked and deployed like
 * ours.
 *
 * @throws QueryError for an id that a question has already, and for what cannot be read
 */
export function useOwnQuestions(questions: readonly OwnQuestion[]): void {
  if (questions.length === 0) {
    own = [];
    return;
  }
  cached ??= QUERY_GROUPS.flatMap(readGroup);
  const ids = new Set(cached.map(({ id }) => id));
  own = questions.map(({ id, text, file }) => {
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
      throw new QueryError(`${file}: a question is named in kebab case, such as who-read-secrets.sql`);
    }
    if (ids.has(id)) throw new QueryError(`${file}: there is a question ${id} already; rename the file`);
    ids.add(id);
    return readQuery(id, OWN_GROUP, text);
  });
}

/** Every saved question, by group and then by id, somebody's own last; the files are read once. */
export function queryCatalogue(): readonly Query[] {
  cached ??= QUERY_GROUPS.flatMap(readGroup);
  return own.length === 0 ? cached : [...cached, ...own];
}

/** The question with that id. @throws QueryError naming the place where it should be. */
export function findQuery(id: string): Query {
  const found = queryCatalogue().find((query) => query.id === id);
  if (found === undefined) {
    throw new QueryError(`no query named ${id}; expected queries/**/${id}.sql`);
  }
  return found;
}

/** The questions that investigate a detection, the one that carries its id first. */
export function queriesFor(detectionId: string): readonly Query[] {
  const serving = queryCatalogue().filter(({ serves }) => serves.includes(detectionId));
  return serving.toSorted((a, b) => Number(b.id === detectionId) - Number(a.id === detectionId));
}
