import type { Check } from '../../../local/doctor/check';
import type { withAccount } from './examine';
import type { AccountState } from './healthy-account';

/** A way in which a link breaks: the sentence is the name of the test. */
export type Break = readonly [
  sentence: string,
  change: (state: AccountState) => void,
  told: RegExp,
  command: RegExp,
];

/** Each way is told once, with its value and something to type, and with nothing else beside it. */
export function describeBreaks(
  check: Check,
  examine: ReturnType<typeof withAccount>['examine'],
  breaks: readonly Break[],
): void {
  test.each(breaks)('%s', async (_, change, told, command) => {
    const examined = await examine(check, change);
    expect(examined.result).toBe('problems');
    expect(examined.told).toEqual([expect.stringMatching(told)]);
    expect(examined.commands.join('\n')).toMatch(command);
    for (const each of examined.commands) expect(each).toMatch(/^(?:aws \S+ \S+|npx cdk deploy|echo) /);
  });
}

/** A denied call is no problem of the chain: it is told as what could not be seen, with the permission. */
export function describeDenials(
  check: Check,
  examine: ReturnType<typeof withAccount>['examine'],
  denials: readonly (readonly [call: string, permission: string])[],
): void {
  test.each(denials)('%s denied is told with the permission %s', async (call, permission) => {
    const examined = await examine(check, (state) => state.denied.add(call));
    expect(examined.result).toBe('could-not-look');
    expect(examined.told.join('\n')).toContain(`this identity may not call ${permission}`);
    expect(new Set(examined.unseen.map((trouble) => trouble.permission))).toEqual(new Set([permission]));
    expect(examined.commands).toContain('npx harborwatch doctor --policy');
  });
}
