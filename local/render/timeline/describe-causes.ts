import type { Cause } from '../../../analysis/cause';
import { counted } from '../../terminal/counted';

const GROUPS_SHOWN = 4;

/**
 * Who did what, one line for all records of the same caller, call and address:
 * `3 x ecs:ExecuteCommand by user mallory from 198.51.100.23 in eu-west-1`.
 *
 * @param isToldApart says the account of each, too
 */
export function describeCauses(
  causes: readonly Cause[],
  count: number,
  isToldApart = false,
): readonly string[] {
  const groups = new Map<string, number>();
  for (const cause of causes) {
    const line = describe(cause, isToldApart);
    groups.set(line, (groups.get(line) ?? 0) + 1);
  }
  const lines = [...groups].map(([line, times]) => (times === 1 ? line : `${times} x ${line}`));
  const shown = lines.length > GROUPS_SHOWN ? lines.slice(0, GROUPS_SHOWN - 1) : lines;
  const told = [...groups.values()].slice(0, shown.length).reduce((sum, times) => sum + times, 0);
  return count > told && shown.length > 0 ? [...shown, `and ${counted(count - told, 'more record')}`] : shown;
}

function describe(cause: Cause, isToldApart: boolean): string {
  const refused = cause.errorCode === undefined ? '' : ` (${cause.errorCode})`;
  const from = cause.sourceAddress === undefined ? '' : ` from ${cause.sourceAddress}`;
  const region = cause.region === undefined ? '' : ` in ${cause.region}`;
  const account = isToldApart && cause.account !== undefined ? ` of account ${cause.account}` : '';
  return `${cause.call}${refused} by ${cause.identity}${from}${region}${account}`;
}
