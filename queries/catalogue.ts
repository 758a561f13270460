import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
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

function readGroup(group: string): readonly Query[] {
  const folder = path.join(__dirname, group);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => parseQuery(path.parse(file).name, group, readFileSync(path.join(folder, file), 'utf8')));
}

let cached: readonly Query[] | undefined;

/** Every saved question, by group and then by id; the files are read once. */
export function queryCatalogue(): readonly Query[] {
  cached ??= QUERY_GROUPS.flatMap(readGroup);
  return cached;
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
