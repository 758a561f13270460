import { quotedWord, shellWord } from '../../deployment/shell-word';
import { plainText } from './plain-text';

/** Where a placeholder stands: what it is to be filled with depends on it. */
export interface Spot {
  /** `iam` of `aws iam update-access-key …`. */
  readonly service: string | undefined;
  /** `user-name` of `--user-name <name>`, `AttributeValue` of `AttributeValue=<name>`. */
  readonly option: string | undefined;
}

/** What a placeholder such as `<cluster>` or `<responseElements.session.sessionId>` stands for; undefined: unknown. */
export type Lookup = (name: string, spot: Spot) => string | undefined;

const PLACEHOLDER = /<([a-zA-Z][\w. ]*)>/g;
const COMMAND = /`(aws [^`]+)`/g;

/** A value as one word of a shell, without what is hidden in it: names come from whoever made the call. */
export function plainShellWord(value: string): string {
  const plain = plainText(value, 2_048);
  return plain.startsWith('-') ? quotedWord(plain) : shellWord(plain);
}

/** The text of a runbook step with every placeholder filled in that the records can fill. */
export function fillPlaceholders(text: string, lookup: Lookup): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string, at: number) => {
    const value = lookup(name, spotAfter(text.slice(0, at)));
    return value === undefined ? placeholder : plainShellWord(value);
  });
}

function spotAfter(before: string): Spot {
  const [, long, short] = /(?:--([a-z][a-z-]*) |(\w+)=)$/.exec(before) ?? [];
  const service = [...before.matchAll(/\baws ([a-z][a-z0-9-]*) /g)].at(-1)?.[1];
  return { service, option: long ?? short };
}

/** The first command of the steps that can be typed as it stands, once its placeholders are filled. */
export function firstCommand(steps: readonly string[], lookup: Lookup): string | undefined {
  for (const step of steps) {
    for (const [, command = ''] of fillPlaceholders(step, lookup).matchAll(COMMAND)) {
      const isWhole = !/[<>…]/.test(command) && /^aws [\w-]+ [\w-]+ --/.test(command);
      if (isWhole) return command;
    }
  }
  return undefined;
}
