import { shellWord } from '../../deployment/shell-word';

/**
 * A command of ours as it can be pasted into a shell: `npx` finds it beside a checkout, in a project and where it was
 * installed for all.
 *
 * @example
 * commandText('story', 'user mallory', './my logs') // "npx harborwatch story 'user mallory' './my logs'"
 */
export function commandText(...words: readonly string[]): string {
  return ['npx harborwatch', ...words.map(shellWord)].join(' ');
}
