import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { nearNames } from '../../../detections/near-names';
import { findQuery, queryCatalogue, readQuery } from '../../../queries/catalogue';
import type { Query } from '../../../queries/query';
import { QueryError } from '../../../queries/query-error';
import { UsageError } from '../../terminal/usage-error';

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Refuses values for parameters that a question does not have.
 *
 * @throws UsageError with the names that are near
 */
export function checkParameters(query: Query, given: Readonly<Record<string, string>>): void {
  const names = query.parameters.map(({ name }) => name);
  const wrong = Object.keys(given).find((name) => !names.includes(name));
  if (wrong === undefined) return;
  const near = nearNames(wrong, names);
  const hint = near.length === 0 ? `it has ${names.join(', ')}` : `did you mean ${near.join(' or ')}?`;
  throw new QueryError(`${query.id} has no parameter ${wrong}; ${hint}`);
}

/**
 * The question that somebody names: the id of a saved one, a file with SQL, or `-` for standard input.
 *
 * @throws UsageError naming saved questions that are near
 */
export async function readQuestion(asked: string): Promise<Query> {
  if (asked === '-') {
    return readQuery('standard input', 'ad hoc', await readStandardInput());
  }
  if (/[./\\]/.test(asked)) {
    const text = await readFile(asked, 'utf8').catch(() => undefined);
    if (text === undefined) {
      throw new UsageError(`cannot read ${asked}; give a file with SQL, the id of a saved question, or -`);
    }
    return readQuery(path.parse(asked).name, 'ad hoc', text);
  }
  if (!queryCatalogue().some(({ id }) => id === asked)) {
    const close = nearNames(
      asked,
      queryCatalogue().map(({ id }) => id),
    );
    const hint = close.length === 0 ? '' : `did you mean ${close.join(' or ')}? `;
    throw new UsageError(`no question named ${asked}; ${hint}\`npx harborwatch query --list\` names them`);
  }
  return findQuery(asked);
}
