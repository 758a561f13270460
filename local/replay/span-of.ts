import type { AccountActivity } from './account-activity';

/** From the first record of any kind to the last, in epoch seconds; undefined where no record has a time. */
export function spanOf(accounts: readonly AccountActivity[]): { from: number; to: number } | undefined {
  const kinds = accounts.flatMap(({ cloudtrail, 'flow-logs': flows, containers }) => [
    cloudtrail,
    flows,
    containers,
  ]);
  const from = kinds.flatMap(({ first }) => first ?? []);
  const to = kinds.flatMap(({ last }) => last ?? []);
  return from.length === 0 ? undefined : { from: Math.min(...from), to: Math.max(...to) };
}
