/** Words that name a secret: of members, variables, headers, parameters and options. */
export const SECRET_WORDS =
  'pass(?:word|wd|phrase|code)?|pwd|secret|token|private[_-]?key|credential|authorization|api[_-]?key|access[_-]?key|account[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|cookie';

const SECRET_NAME = new RegExp(SECRET_WORDS, 'i');
/** An access key's id is what whoever acts needs first. */
const KEY_ID = /access[_-]?key[_-]?id$/i;

/** Does a name say that it holds a secret? `bypass` and `compass` do as well: too much masked does no harm. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !KEY_ID.test(name);
}
