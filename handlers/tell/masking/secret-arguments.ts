import { isReadable } from './readable-values';
import { isSecretName } from './secret-names';
import type { Word } from './shell-words';
import type { TextRange } from './text-range';

/**
 * Options whose value, in the next word, is a secret for these programs (their manual pages). A map, since a program
 * may be called `constructor` by whoever writes the record.
 */
const NEXT: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['sshpass', ['-p']],
  ...[
    'az',
    'twine',
    'snowsql',
    'cqlsh',
    'ncftp',
    'ncftpget',
    'rdesktop',
    'useradd',
    'usermod',
    'influx',
    'vncviewer',
  ].map((program) => [program, ['-p']] as const),
  ...['plink', 'pscp', 'psftp', 'putty'].map((program) => [program, ['-pw']] as const),
  ...['bcp', 'isql'].map((program) => [program, ['-P']] as const),
  ['ssh-keygen', ['-N', '-P']],
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
const WITH_USER = /^(?:-u|-U|-E|-a|--user|--proxy-user|--auth|--cert)$/;
/** What a password is handed on to. */
const KNOWN = /^(?:sudo|docker|podman|nerdctl|helm|oras|crane|chpasswd|passwd|gpg|vault|gh|aws)$/;
/** Words that a program without options is given: `vault login …`, `mysqladmin password …`, `chpasswd`. */
const CONNECTIVE = /^(?:is|to|be|as|=>?|:=?|basic|digest|apikey|negotiate|with|send|)$/i;
/** A word that ends a name: `TOKEN:`, `password =`. */
const NAMING = /^[$"'\\\w./:@-]{1,160}?["'\\]{0,8}[:=]?$/;
/** Not what people say after `token` and `password`: `expired`, `reset`, `included`. */
const NO_PROSE = /[\d!-,./:;<=?@[\]^_`{|}~A-Z]/;
/** `secretsmanager:GetSecretValue` in a policy: what comes after it in a list is another call. */
const ACTION = /^[a-z][a-z\d-]{1,40}:(?:[A-Z][A-Za-z\d]{1,80}\*?|\*)$/;
/** `PASS`, `API_TOKEN`: beside another one no value of it, but the next name. */
const LISTED_NAME = /^[A-Z]{2,32}(?:_[A-Z]{2,32}){0,8}$/;
/** A title has capitals: `Secrets Manager`, `Credentials In Files`, `Security Token Service`. */
const TITLE = /^[A-Z][a-z]{0,32}[.,:;!?]?$/;
/** How a header's value begins: no secret, but what comes after it is one. */
const SCHEME = /^(?:bearer|basic|token|digest|apikey|negotiate)$/i;
/** A word that begins a header, with what a client puts before it. */
const HEADER = /(?:authorization|cookie)["'\\]{0,8}[:=]["'\\]{0,8}$/i;
/** Options whose value is a secret though their name says less. */
const WITH_SECRET = /^--?(?:value|string-value|plaintext|secret-string|secret-binary)$/;
/** `htpasswd -b file user password`: all that is no option. */
const HTPASSWD_BATCH = /^-[A-Za-z]{0,8}b[A-Za-z]{0,8}$/;
/** `user/password@host`. */
const ORACLE = /^(?:sqlplus|sqlldr|expdp|impdp|rman)$/;
/** What is echoed to these is a password, or a line of `user:password`. */
const FROM_STDIN = /^--(?:password-|passphrase-)?stdin$|^chpasswd$|^--password-file=-$/;
const ACCESS_KEY_ID = /^(?:AKIA|ASIA)[A-Z\d]{12,}$/;
/** Letters and digits, as no folder, port or mapping of ports has them. */
const MIXED = /^(?=.*[A-Za-z])(?=.*\d)[^/:\s]{6,128}$/;

/**
 * What is secret in the words of a command, wherever the text is from: options that say so, those of known programs,
 * and `user:password`.
 *
 * @param isCommand the words are a command's for certain, and no sentence; @default false
 */
export function secretArguments(words: readonly Word[], isCommand = false): readonly TextRange[] {
  const found: TextRange[] = [];
  let [program, isLogin, isEchoed] = ['', false, false];
  const areEchoedSecret = words.some(({ text }) => FROM_STDIN.test(text));
  for (const [index, word] of words.entries()) {
    const previous = words[index - 1]?.text ?? '';
    const name = word.text.slice(word.text.lastIndexOf('/', 256) + 1);
    if (isProgram(name)) [program, isLogin] = [name, false];
    if (program === 'htpasswd' && HTPASSWD_BATCH.test(word.text)) isLogin = true;
    if (name === 'echo' || name === 'printf') isEchoed = areEchoedSecret;
    else if (isEchoed && KNOWN.test(name)) isEchoed = false;
    else if (isEchoed && !word.text.startsWith('-')) {
      const colon = word.text.indexOf(':') + 1;
      found.push({ start: word.start + colon, end: word.end });
      continue;
    }
    if (word.text === 'login' || word.text === 'registry') isLogin = true;
    const from = Math.min(
      secretFrom(word.text, previous, program, isLogin),
      isNamed(words, index, isCommand) ? 0 : word.text.length,
    );
    if (from < word.text.length) found.push({ start: word.start + from, end: word.end });
  }
  return found;
}

function isProgram(name: string): boolean {
  return (
    NEXT.has(name) || ATTACHED.test(name) || ORACLE.test(name) || name === 'vault' || name === 'htpasswd'
  );
}

/** Where in a word the secret begins; its length where there is none. */
function secretFrom(word: string, previous: string, program: string, isLogin: boolean): number {
  const none = word.length;
  if (isOptionFor(previous, program, isLogin) && !/^--[a-z]/.test(word)) return 0;
  if (WITH_USER.test(previous)) return afterUser(word, 0);
  if (program === 'htpasswd' && isLogin && !word.startsWith('-')) return 0;
  // A key of S3 has its slashes.
  if (previous === '--key' && MIXED.test(word)) return 0;
  if (program === 'vault' && previous === 'login' && !word.startsWith('-')) return 0;
  if (ORACLE.test(program) && /^[^/@\s]{1,128}\/[^/]/.test(word)) return word.indexOf('/') + 1;
  if (/^\/p:/i.test(word)) return 3;
  const literal = /^--from-literal=[^=]{1,256}=/.exec(word)?.[0];
  if (literal !== undefined) return literal.length;
  const userOption = /^(?:--user|--proxy-user|--auth|--cert)=/.exec(word)?.[0];
  if (userOption !== undefined) return afterUser(word, userOption.length);
  const attachedUser = /^-[uU](?=[^-])/.exec(word);
  if (attachedUser !== null) return afterUser(word, 2);
  const attached = /^-[A-Za-z](?=[^-\s=])/.exec(word)?.[0];
  if (attached !== undefined && isOptionFor(attached, program, isLogin)) return 2;
  if (/^-p[w]?$/i.test(previous) && program === '' && MIXED.test(word)) return 0;
  const isAttached = ATTACHED.test(program) || program === '';
  if (isAttached && /^-p[^-\s=]/.test(word) && !/^-p(?:ort)?=?\d{1,5}$/.test(word)) return 2;
  const assigned = /^--?[\w.-]{1,80}=/.exec(word)?.[0];
  if (assigned !== undefined && isSecretName(assigned)) return assigned.length;
  return none;
}

/** Does the word before, or the one before a connective, name a secret: `password hunter2`, `TOKEN: …`, `set pwd to …`? */
function isNamed(words: readonly Word[], index: number, isCommand: boolean): boolean {
  const text = words[index]?.text ?? '';
  // What stands after a colon is looked at as `name: value`.
  if (/^["'\\]{0,8}[:=,]/.test(text)) return false;
  if (SCHEME.test(text)) return false;
  if (isCommand && isInHeader(words, index)) return true;
  let at = index - 1;
  while (at > 0 && index - at <= 2 && CONNECTIVE.test(words[at]?.text ?? '')) at -= 1;
  const name = words[at]?.text ?? '';
  if (ACCESS_KEY_ID.test(name)) return MIXED.test(text);
  if (name.length > 160 || name.startsWith('-') || text.startsWith('-') || CONNECTIVE.test(text))
    return false;
  if (/^by$/i.test(name) && /^identified$/i.test(words[at - 1]?.text ?? '')) return true;
  if (name === '<<<' || /^["'\\]{0,8}value["'\\]{0,8}[:=]$/i.test(name)) return true;
  if (!NAMING.test(name) || !isSecretName(name) || ACTION.test(name) || isReadable(name)) return false;
  // A list of names, and the name of a member: the value comes after it.
  if (words[index]?.isMember === true || (LISTED_NAME.test(text) && isSecretName(text))) return false;
  if (isReadable(text) || /^["'\\]{1,8}$/.test(text)) return false;
  if (isCommand) return true;
  const isListed = words.slice(at + 1, index + 1).some((word) => word.isListed === true);
  return NO_PROSE.test(text) && !isListed && !(TITLE.test(name) && TITLE.test(text));
}

const MOST_HEADER_WORDS = 6;

/** In a header that a list of words was cut through: `Authorization:`, `Digest`, `username="a",`, `response="…"`. */
function isInHeader(words: readonly Word[], index: number): boolean {
  for (let at = index; at >= Math.max(0, index - MOST_HEADER_WORDS); at -= 1) {
    const text = words[at]?.text ?? '';
    if (at < index && HEADER.test(text.slice(-80))) return true;
    if (text.startsWith('-') || text.includes('://')) return false;
  }
  return false;
}

function isOptionFor(option: string, program: string, isLogin: boolean): boolean {
  if (!OPTION.test(option) || option.includes('=') || option.length > 80) return false;
  if (isSecretName(option) || WITH_SECRET.test(option)) return true;
  if (NEEDS_LOGIN.test(program) && !isLogin) return false;
  return NEXT.get(program)?.includes(option) === true;
}

/** After the colon of `user:password`, `user%password` or `user,password`; `1000:1000` are a user and a group. */
function afterUser(word: string, from: number): number {
  const colon = from + word.slice(from).search(/[:%,]/);
  return colon < from || /^\d{0,10}$/.test(word.slice(colon + 1, colon + 12)) ? word.length : colon + 1;
}
