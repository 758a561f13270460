import { LookError } from './look-error';

/** Something to tell: what is wrong, with which value, and what to type. */
export interface Trouble {
  /** `unseen` is what could not be looked at. */
  readonly kind: 'problem' | 'unseen';
  readonly what: string;
  /** Commands, each of which can be typed as it stands. */
  readonly next: readonly string[];
  /** The missing permission, where that is the reason. */
  readonly permission?: string;
}

export function problem(what: string, ...next: readonly string[]): Trouble {
  return { kind: 'problem', what, next };
}

/** Runs one look of a check; a call without an answer is told and does not hide what other looks see. */
export async function looking(
  at: string,
  look: () => Promise<readonly Trouble[]>,
): Promise<readonly Trouble[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof LookError)) throw error;
    const { missing, message } = error;
    return [
      {
        kind: 'unseen',
        what: `${at}: ${message}`,
        next: missing === undefined ? [] : ['npx harborwatch doctor --policy'],
        ...(missing !== undefined && { permission: missing }),
      },
    ];
  }
}

/** `a, b, c and 4 more`. */
export function some(names: readonly string[], shown = 4): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(', ')} and ${rest} more` : names.join(', ');
}
