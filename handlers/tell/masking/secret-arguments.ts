import { isSecretName } from './secret-names';
import type { Word } from './shell-words';
import type { TextRange } from './text-range';

/**
 * Options whose value, in the next word, is a secret for these programs (their manual pages). A map, since a program
 * may be called `constructor` by whoever writes the record.
 */
const NEXT: ReadonlyMap<string, readonly string[]> = new Map([
  ['sshpass', ['-p']],
  ['docker', ['-p']],
  ['podman', ['-p']],
  ['nerdctl', ['-p']],
  ['helm', ['-p']],
  ['oras', ['-p']],
  ['crane', ['-p']],
  ['mongo', ['-p']],
  ['mongosh', ['-p']],
  ['mongodump', ['-p']],
  ['redis-cli', ['-a']],
  ['ldapsearch', ['-w']],
  ['ldapmodify', ['-w']],
  ['ldapadd', ['-w']],
  ['sqlcmd', ['-P']],
  ['zip', ['-P']],
  ['unzip', ['-P']],
  ['keytool', ['-storepass', '-keypass']],
  ['openssl', ['-pass', '-passin', '-passout', '-k']],
]);
/** Programs that take the password in one word with its option: `-phunter2`. */
const ATTACHED = /^(?:mysql\w*|mariadb[\w-]*|sshpass|7z\w?|mongo\w*)$/;
/** `docker run -p 80:80` publishes a port; only its log-in takes a password. */
const NEEDS_LOGIN = /^(?:docker|podman|nerdctl|helm|oras|crane)$/;
const OPTION = /^--?[A-Za-z]/;
/** `-u user:password` and what else takes both in one word. */
const WITH_USER = /^(?:-u|-U|--user|--proxy-user)$/;

/**
 * What is secret in the words of a command, wherever the text is from: options that say so, those of known programs,
 * and `user:password`.
 */
export function secretArguments(words: readonly Word[]): readonly TextRange[] {
  const found: TextRange[] = [];
  let [program, isLogin] = ['', false];
  for (const [index, word] of words.entries()) {
    const previous = words[index - 1]?.text ?? '';
    const name = word.text.slice(word.text.lastIndexOf('/', 256) + 1);
    if (NEXT.has(name) || ATTACHED.test(name)) [program, isLogin] = [name, false];
    if (word.text === 'login' || word.text === 'registry') isLogin = true;
    const from = secretFrom(word.text, previous, program, isLogin);
    if (from < word.text.length) found.push({ start: word.start + from, end: word.end });
  }
  return found;
}

/** Where in a word the secret begins; its length where there is none. */
function secretFrom(word: string, previous: string, program: string, isLogin: boolean): number {
  const none = word.length;
  if (isOptionFor(previous, program, isLogin) && !/^--[a-z]/.test(word)) return 0;
  if (WITH_USER.test(previous)) return afterUser(word, 0);
  const attachedUser = /^-[uU](?=[^-])/.exec(word);
  if (attachedUser !== null) return afterUser(word, 2);
  const isAttached = ATTACHED.test(program) || program === '';
  if (isAttached && /^-p[^-\s=]/.test(word) && !/^-p(?:ort)?=?\d{1,5}$/.test(word)) return 2;
  const assigned = /^--?[\w.-]{1,80}=/.exec(word)?.[0];
  if (assigned !== undefined && isSecretName(assigned)) return assigned.length;
  return none;
}

function isOptionFor(option: string, program: string, isLogin: boolean): boolean {
  if (!OPTION.test(option) || option.includes('=') || option.length > 80) return false;
  if (isSecretName(option)) return true;
  if (NEEDS_LOGIN.test(program) && !isLogin) return false;
  return NEXT.get(program)?.includes(option) === true;
}

/** After the colon of `user:password`; `1000:1000` are a user and a group. */
function afterUser(word: string, from: number): number {
  const colon = word.indexOf(':', from);
  return colon < 0 || /^\d{0,10}$/.test(word.slice(colon + 1, colon + 12)) ? word.length : colon + 1;
}
