import { readFile } from 'node:fs/promises';
import { messageOf } from '../../../records/values/message-of';
import { UsageError } from '../../terminal/usage-error';
import { type PublicKeys, readPublicKeys } from '../../verify/public-keys';

/**
 * The keys of the files that `--public-keys` names; undefined for none.
 *
 * @throws UsageError for a file that cannot be read, or holds no keys
 */
export async function publicKeysOf(files: readonly string[]): Promise<PublicKeys | undefined> {
  if (files.length === 0) return undefined;
  const all = await Promise.all(
    files.map(async (file) => {
      try {
        return readPublicKeys(await readFile(file, 'utf8'), file);
      } catch (error) {
        if (error instanceof UsageError) throw error;
        throw new UsageError(`--public-keys ${file} cannot be read: ${messageOf(error)}`);
      }
    }),
  );
  return new Map(all.flatMap((keys) => [...keys]));
}
