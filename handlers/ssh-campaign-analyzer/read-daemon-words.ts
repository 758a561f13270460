import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Finding } from '../../analysis/finding';
import { isIpAddress } from '../../analysis/is-ip-address';
import { type DaemonWord, daemonWordOfLine } from '../../analysis/ssh/context/daemon-word';
import { answerBy } from '../aws/answer-by';

/** What sshd said, as far as it was read. */
export interface DaemonWords {
  readonly words: readonly DaemonWord[];
  /** There are more lines, or more sources, than were read. */
  readonly isCapped: boolean;
}

/** What the lines of a daemon can confirm or refute. */
const ABOUT_LOGINS: ReadonlySet<string> = new Set([
  'ssh-probable-login',
  'ssh-brute-force',
  'ssh-brute-force-flat',
  'ssh-slow-brute-force',
  'ssh-probe-burst',
]);
/** A pattern has 1,024 characters, and an IPv6 address takes 39 of them and its condition 20 more. */
const MOST_SOURCES = 12;
/** A page holds 1 MB: ten of them are some 40,000 lines. */
const MOST_PAGES = 10;

/** The sources whose logins the findings speak of, those of the gravest findings first; each once. */
export function sourcesToAskAbout(findings: readonly Finding[]): readonly string[] {
  const order = ['critical', 'high', 'medium', 'low'];
  const asked = findings
    .filter(({ detection, source }) => ABOUT_LOGINS.has(detection) && isIpAddress(source))
    .toSorted((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
  return [...new Set(asked.map(({ source }) => source))];
}

/**
 * Reads what the SSH daemons of the containers wrote about some sources. Bounded in sources and pages: a guesser can
 * make as many lines as it likes, and the run must end.
 *
 * @param span epoch seconds, both inclusive
 * @param deadline epoch milliseconds; what was read until then is given
 */
export async function readDaemonWords(
  client: Pick<CloudWatchLogsClient, 'send'>,
  logGroup: string,
  sources: readonly string[],
  span: { readonly from: number; readonly until: number },
  deadline: number,
): Promise<DaemonWords> {
  if (sources.length === 0) return { words: [], isCapped: false };
  const words: DaemonWord[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: logGroup,
        filterPattern: daemonPattern(sources.slice(0, MOST_SOURCES)),
        startTime: span.from * 1_000,
        endTime: span.until * 1_000,
        ...(token !== undefined && { nextToken: token }),
      }),
      answerBy(deadline, Date.now()),
    );
    for (const { message = '' } of page.events ?? []) {
      const word = daemonWordOfLine(message);
      if (word !== undefined && sources.includes(word.source)) words.push(word);
    }
    token = page.nextToken;
    pages += 1;
  } while (token !== undefined && pages < MOST_PAGES && Date.now() < deadline);
  return { words, isCapped: token !== undefined || sources.length > MOST_SOURCES };
}

/**
 * Lines of SSH daemons that name one of the addresses, in whatever sentence and spelling (`::ffff:` and the address); those are
 * addresses, and need no quoting.
 */
export function daemonPattern(sources: readonly string[]): string {
  const named = sources.map((source) => `$.message = "*${source}*"`).join(' || ');
  return `{ ($.process = "sshd*" || $.process = "dropbear") && (${named}) }`;
}
