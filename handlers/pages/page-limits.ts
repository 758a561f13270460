import { isIpAddress } from '../../analysis/is-ip-address';
import { isoTime } from '../../analysis/iso-time';
import type { PageLimit, Raised, Span } from '../../report/document';
import { plainShellWord } from '../tell/command-text';

/** Of a command, which somebody is to read before it is pasted. */
const MOST_ADDRESSES = 10;
const MARGIN_SECONDS = 3_600;
const ALL_FILES = 'npx harborwatch verify s3://<bucket of the trail> --fetch-keys --manifest sums.txt';

/** What the page of a story cannot have, since a function knows its messages and no more, and what shows it. */
export function storyLimits(raised: readonly Raised[], span: Span | null): readonly PageLimit[] {
  const window = windowOf(span);
  const addresses = [
    ...new Set(raised.flatMap(({ who, addresses: from }) => [...from, ...who]).filter(isIpAddress)),
  ].slice(0, MOST_ADDRESSES);
  const about = addresses.length === 0 ? '' : ` --param addresses=${addresses.join(',')}`;
  const [who] = raised.flatMap((each) => each.who).filter((name) => !isIpAddress(name));
  const identity = who === undefined ? undefined : identityOf(who);
  return [
    {
      section: 'timeline',
      says: 'The bars are what messages of this story told: its API calls, and the connections of its sources, of each minute as many as one run of the analyzers saw. Other traffic is not counted; everything that these addresses sent:',
      command: `npx harborwatch query flow-traffic-from-address --on athena${window}${about}`,
    },
    {
      section: 'attempts',
      says: 'Minutes that no run saw whole have fewer attempts here than there were. The records of all of them:',
      command: `npx harborwatch query ssh-records-of-addresses --on athena${window}${about}`,
    },
    {
      section: 'audit',
      says: 'Audit questions are asked once a day, and their answers have a page of their own. What else this story’s actor did, asked now:',
      command:
        identity === undefined
          ? `npx harborwatch query flow-address-summary --on athena${window}${about}`
          : `npx harborwatch query principal-activity --on athena${window} --param ${plainShellWord(`who=%${identity}%`)}`,
    },
    {
      section: 'read',
      says: 'The functions that wrote this page read the log groups as records come, and no files: it has no accounting of what was read and no manifest of sums. Of the files, checked against CloudTrail’s digests:',
      command: ALL_FILES,
    },
  ];
}

/** What the page of a day's audit cannot have. */
export function auditLimits(day: string): readonly PageLimit[] {
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
  const window = ` --since ${isoTime(midnight - 86_400)} --until ${isoTime(midnight)}`;
  return [
    {
      section: 'timeline',
      says: 'An audit asks questions, and counts no records. The traffic of its day, by address:',
      command: `npx harborwatch query flow-top-talkers --on athena${window}`,
    },
    {
      section: 'attempts',
      says: 'Nobody counted attempts by minute for this page. Those of the audit’s day, by source:',
      command: `npx harborwatch query ssh-probe-summary --on athena${window}`,
    },
    {
      section: 'read',
      says: 'Athena read the files: this page has no accounting of them and no manifest of sums. Of the files, checked against CloudTrail’s digests:',
      command: ALL_FILES,
    },
  ];
}

/** `mallory` of `user mallory`, `deploy` of `role deploy (GitHubActions)`. */
function identityOf(who: string): string | undefined {
  return /^(?:user|role) ([\w+=,.@-]+)/.exec(who)?.[1];
}

function windowOf(span: Span | null): string {
  if (span === null) return ' --since 24h';
  return ` --since ${isoTime(Math.floor(span.from) - MARGIN_SECONDS)} --until ${isoTime(Math.ceil(span.to) + MARGIN_SECONDS)}`;
}
