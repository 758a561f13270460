/** What became of a client. `left`: gone without having been let in, however often it tried. */
export type DaemonOutcome = 'accepted' | 'failed' | 'left';

/** A sentence of a daemon about somebody at an address and a port, and what became of that client. */
export interface DaemonPhrase {
  /** Groups `source` and `port`, and where there are any `login` and `fails`. */
  readonly form: RegExp;
  readonly outcome: DaemonOutcome;
}

const ADDRESS = '(?<source>[0-9a-fA-F.:]+)(?:%\\w+)?';
/** OpenSSH (auth.c, packet.c): the name is whatever the client sent, so it may look like the end of another line: the address and the port are the last ones. */
const SSHD_PEER = `${ADDRESS} port (?<port>\\d{1,5})`;
/** dropbear (svr-session.c): the port behind a colon, the address of IPv6 in brackets or not. */
const DROPBEAR_PEER = `\\[?${ADDRESS}\\]?:(?<port>\\d{1,5})`;
const NAME = '(?<login>.*)';
const PREAUTH = '(?: \\[preauth\\])?$';

const phrase = (outcome: DaemonPhrase['outcome'], form: string): DaemonPhrase => ({
  form: new RegExp(`^${form}`),
  outcome,
});

/**
 * In the order in which they are tried. `Failed none` is missing: a client asks so for the methods that there are, and has not
 * guessed.
 */
export const DAEMON_PHRASES: readonly DaemonPhrase[] = [
  phrase('accepted', `Accepted [a-z/-]+ for ${NAME} from ${SSHD_PEER}(?: ssh2.*)?$`),
  phrase('failed', `Failed (?!none )[a-z/-]+ for (?:invalid user )?${NAME} from ${SSHD_PEER}(?: ssh2.*)?$`),
  phrase('left', `Invalid user ${NAME} from ${SSHD_PEER}$`),
  phrase(
    'left',
    `(?:Connection (?:closed|reset) by|Disconnected from|Disconnecting|Timeout before authentication for) (?:authenticating|invalid) user ${NAME} ${SSHD_PEER}(?:: Too many authentication failures.*)?${PREAUTH}`,
  ),
  phrase(
    'left',
    `error: maximum authentication attempts exceeded for (?:invalid user )?${NAME} from ${SSHD_PEER}(?: ssh2)?${PREAUTH}`,
  ),
  phrase('accepted', `Disconnected from user ${NAME} ${SSHD_PEER}$`),
  phrase('accepted', `Starting session: .* for ${NAME} from ${SSHD_PEER} id \\d+$`),
  phrase(
    'accepted',
    `(?:(?:PAM )?[Pp]assword auth succeeded|Pubkey auth succeeded|Auth succeeded with blank password) for '${NAME}' (?:with .*key .* )?from ${DROPBEAR_PEER}$`,
  ),
  phrase('failed', `Bad (?:PAM )?password attempt for '${NAME}' from ${DROPBEAR_PEER}$`),
  phrase(
    'left',
    `Login attempt (?:for nonexistent user|with wrong user '${NAME}')(?: .*)? from ${DROPBEAR_PEER}$`,
  ),
  phrase('left', `Max auth tries reached - user '${NAME}' from ${DROPBEAR_PEER}$`),
  phrase(
    'left',
    `Exit before auth from <${DROPBEAR_PEER}>: \\(user '${NAME}', (?<fails>\\d{1,4}) fails\\).*$`,
  ),
  phrase('accepted', `Exit \\(${NAME}\\) from <${DROPBEAR_PEER}>: .*$`),
  // Gitea and Forgejo, whose daemon is golang.org/x/crypto/ssh: behind their own time, file and level.
  phrase('failed', `(?:.* )?Failed authentication attempt from ${DROPBEAR_PEER}$`),
];
