import { messageOf } from '../../records/values/message-of';
import type { Account } from './aws/account';
import type { Check, Subject } from './check';
import type { Trouble } from './trouble';

export interface CheckResult {
  readonly id: string;
  /** Problems win over what could not be seen. */
  readonly result: 'ok' | 'problems' | 'could-not-look';
  readonly seen: string;
  readonly problems: readonly Trouble[];
  readonly unseen: readonly Trouble[];
}

/** Runs the checks side by side; the results keep their order. A check that fails is one that could not look. */
export async function runChecks(
  checks: readonly Check[],
  subject: Subject,
  account: Account,
): Promise<readonly CheckResult[]> {
  return await Promise.all(
    checks.map(async (check) => {
      const { seen, troubles } = await check.look(subject, account).catch((error: unknown) => ({
        seen: '',
        troubles: [{ kind: 'unseen' as const, what: `unexpected error: ${messageOf(error)}`, next: [] }],
      }));
      const problems = troubles.filter(({ kind }) => kind === 'problem');
      const unseen = troubles.filter(({ kind }) => kind === 'unseen');
      return { id: check.id, result: resultOf(problems.length, unseen.length), seen, problems, unseen };
    }),
  );
}

function resultOf(problems: number, unseen: number): CheckResult['result'] {
  if (problems > 0) return 'problems';
  return unseen > 0 ? 'could-not-look' : 'ok';
}
