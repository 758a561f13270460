import { createHash } from 'node:crypto';
import { type Finding, SEVERITIES } from '../../analysis/finding';
import { isoTime } from '../../analysis/iso-time';
import type { SshPolicy } from '../../analysis/ssh/policy';
import { AthenaError } from '../../queries/athena-error';
import { findQuery } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { type QuestionSettings, questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import { messageOf } from '../../records/message-of';
import { auditKey } from '../pages/page-place';
import type { PutPage } from '../pages/put-page';
import { type DaemonWords, sourcesToAskAbout } from '../ssh-campaign-analyzer/read-daemon-words';
import type { Stored } from '../state/state-table';
import { reportFindings } from '../stories/report-findings';
import type { Reporting } from '../stories/reporting';
import type { StoryItem } from '../stories/story-item';
import type { Notification } from '../tell/notification';
import type { Answer, AnswerRow } from './ask-athena';
import type { AnswerItem, Asked } from './asked';
import { auditPage } from './audit-page';
import { askFairly } from './by-actor';
import { FINDING_QUESTIONS, MUST_BE_EMPTY } from './daily-questions';
import { answerNotification, digestNotification } from './digest-notification';
import { addressesIn, judgeRows, RECORDS_QUESTION } from './judge-rows';

export interface Audit {
  readonly questions: readonly Query[];
  readonly policy: SshPolicy;
  /** What fills the parameters of the questions. */
  readonly settings: QuestionSettings;
  readonly reporting: Reporting;
  /**
   * Writes the day's page.
   *
   * @default - the audit has no page
   */
  readonly putPage?: PutPage;
  readonly ask: (sql: string, day: string) => Promise<Answer>;
  /**
   * What SSH daemons of the fleet wrote about some sources in the audited window, epoch seconds.
   *
   * @default - no lines of containers are at hand: sizes alone tell
   */
  readonly readDaemonWords?: (
    sources: readonly string[],
    span: { readonly from: number; readonly until: number },
  ) => Promise<DaemonWords>;
}

export interface AuditRun {
  readonly questions: number;
  readonly failed: number;
  readonly fresh: number;
  readonly findings: number;
  readonly bytesScanned: number;
  /** Lines of SSH daemons that were heard, and whether there are more. */
  readonly daemonWords: number;
  readonly isDaemonCapped: boolean;
}

/** Not one question was answered. */
export class AuditFailedError extends Error {
  override readonly name = 'AuditFailedError';
}

const ANSWER_KIND = 'answer';
/** The question under which the digest says that the daemons' lines could not be read: it asks for the same. */
const DAEMON_QUESTION = 'ssh-login-confirmation';
const KEPT_SECONDS = 30 * 86_400;
const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
/** After a longer pause the days before are left to people. */
const MOST_DAYS = 7;
const AT_ONCE = 4;
const MOST_PRINTS = 5_000;

/**
 * Asks the day's questions, tells what must not be, takes what the SSH questions found into the stories and sends
 * one digest of what is new since yesterday. A question that fails is named in the digest and stops no other, and
 * neither does a message that cannot be sent; what was not answered or not told on one day is asked for again on the
 * next.
 *
 * @param now epoch seconds
 * @throws AuditFailedError when no question was answered; what kept a message from being sent, after all the rest
 */
export async function runAudit(audit: Audit, now: number): Promise<AuditRun> {
  const { questions, reporting } = audit;
  const day = isoTime(now).slice(0, 10);
  const asked: Asked[] = [];
  for (let at = 0; at < questions.length; at += AT_ONCE) {
    const some = questions.slice(at, at + AT_ONCE).map((query) => askOne(query, audit, day, now));
    asked.push(...(await Promise.all(some)));
  }
  const failed = asked.filter(({ failure }) => failure !== undefined);
  if (failed.length === asked.length && asked.length > 0) {
    throw new AuditFailedError(`none of ${asked.length} questions was answered: ${failed[0]?.failure ?? ''}`);
  }
  const failures: unknown[] = [];
  const untold = new Set<Asked>();
  const attempt = async (answers: readonly Asked[], action: () => Promise<unknown>) => {
    try {
      await action();
    } catch (error) {
      failures.push(error);
      for (const answer of answers) untold.add(answer);
    }
  };
  const alone = asked
    .flatMap((answer) => {
      const severity = answer.fresh.length === 0 ? undefined : MUST_BE_EMPTY.get(answer.query.id);
      return severity === undefined ? [] : [{ answer, severity }];
    })
    .sort((one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity));
  for (const { answer, severity } of alone) {
    await attempt([answer], async () => {
      await tell(answerNotification(answer, severity, day, now, reporting.context), reporting);
      await rememberTold(answer, reporting, now);
    });
  }
  const { findings, failures: unread, heard } = await findingsOf(asked, audit, day, now);
  // Rows that became no story are asked for again tomorrow.
  const claims = asked.filter(({ query }) => FINDING_QUESTIONS.has(query.id));
  await attempt(claims, () => reportFindings(findings, reporting));
  const told = [...asked, ...unread];
  const counts = await background(reporting, now);
  // Before the message that links it; a run that is repeated writes it anew.
  const page = { asked: told, findings, day, reporting };
  await attempt([], async () => audit.putPage?.(auditKey(day), auditPage(page)));
  await tell(digestNotification(told, counts, day, now, reporting.context), reporting);
  for (const answer of asked) if (!untold.has(answer)) await rememberTold(answer, reporting, now);
  if (failures.length > 0) throw failures[0];
  return {
    questions: asked.length,
    failed: failed.length,
    fresh: asked.reduce((sum, { fresh }) => sum + fresh.length, 0),
    findings: findings.length,
    bytesScanned: asked.reduce((sum, { bytesScanned }) => sum + bytesScanned, 0),
    daemonWords: heard.words.length,
    isDaemonCapped: heard.isCapped,
  };
}

interface Judged {
  readonly findings: readonly Finding[];
  /** What could not be read for it. */
  readonly failures: readonly Asked[];
  readonly heard: DaemonWords;
}

const NOTHING_HEARD: DaemonWords = { words: [], isCapped: false };

/**
 * The records of whom the SSH questions named, judged, and judged again with what the daemons wrote about them; a failure
 * to read either is told like any other.
 */
async function findingsOf(
  asked: readonly Asked[],
  { policy, settings, reporting, ask, readDaemonWords }: Audit,
  day: string,
  now: number,
): Promise<Judged> {
  const questions = asked.filter(({ query }) => FINDING_QUESTIONS.has(query.id));
  const claims = questions.flatMap(({ query, rows }) => rows.map((row) => ({ queryId: query.id, row })));
  const addresses = addressesIn(claims);
  if (addresses.length === 0) return { findings: [], failures: [], heard: NOTHING_HEARD };
  const query = findQuery(RECORDS_QUESTION);
  const until = lastMidnight(now);
  const from = Math.min(...questions.map(({ remembered }) => remembered?.body.from ?? until));
  const values = {
    ...questionValues(query, settings),
    since: since(from, until),
    addresses: addresses.join(','),
  };
  const failures: Asked[] = [];
  const records: { rows: readonly AnswerRow[]; areAll: boolean } = { rows: [], areAll: true };
  try {
    const { rows, isCapped } = await ask(renderQuery(query, { values, now: until }), day);
    Object.assign(records, { rows, areAll: !isCapped });
  } catch (error) {
    failures.push(notAnswered(query, error));
  }
  const judged = (words: DaemonWords['words']) =>
    judgeRows(claims, records.rows, reporting.detections, policy, until, records.areAll, words);
  const bySizes = judged([]);
  const sources = sourcesToAskAbout(bySizes);
  if (readDaemonWords === undefined || sources.length === 0) {
    return { findings: bySizes, failures, heard: NOTHING_HEARD };
  }
  try {
    const heard = await readDaemonWords(sources, { from, until });
    return { findings: heard.words.length === 0 ? bySizes : judged(heard.words), failures, heard };
  } catch (error) {
    // Sizes alone tell, as where no lines of containers are at hand.
    failures.push(notAnswered(findQuery(DAEMON_QUESTION), error));
    return { findings: bySizes, failures, heard: NOTHING_HEARD };
  }
}

async function askOne(
  query: Query,
  { settings, reporting, ask }: Audit,
  day: string,
  now: number,
): Promise<Asked> {
  try {
    const known = await reporting.state.get<AnswerItem>(ANSWER_KIND, query.id);
    const until = lastMidnight(now);
    const from = windowStart(known?.body, day, until);
    const values = { ...questionValues(query, settings), since: since(from, until) };
    const answer = await askFairly(renderQuery(query, { values, now: until }), day, ask);
    return {
      query,
      failure: undefined,
      ...answer,
      ...(await takeAnswer(known, query.id, answer, { day, from }, reporting, now)),
    };
  } catch (error) {
    return notAnswered(query, error);
  }
}

function notAnswered(query: Query, error: unknown): Asked {
  const failure = error instanceof AthenaError ? error.brief : messageOf(error);
  const nothing = { rows: [], fresh: [], isCapped: false, executionId: undefined, bytesScanned: 0 };
  return { query, failure, ...nothing };
}

/** A day before the end, or where the last window that people were told of ended; a repeated run asks the same. */
function windowStart(known: AnswerItem | undefined, day: string, until: number): number {
  const usual = until - DAY_SECONDS;
  if (known === undefined) return usual;
  const from = known.day !== day && known.isTold ? Date.parse(known.day) / 1000 : known.from;
  return Math.max(until - MOST_DAYS * DAY_SECONDS, Math.min(usual, from));
}

function since(from: number, until: number): string {
  return `${Math.max(DAY_SECONDS, until - from) / HOUR_SECONDS}h`;
}

/** Whole days: a run that is repeated asks the same text, and gets the answer that is there. */
function lastMidnight(now: number): number {
  return Math.floor(now / DAY_SECONDS) * DAY_SECONDS;
}

/** Writes the answer down, and gives the rows that were not in the last one that was told. */
async function takeAnswer(
  known: Stored<AnswerItem> | undefined,
  id: string,
  { rows, executionId }: Answer,
  window: Pick<AnswerItem, 'day' | 'from'>,
  { state }: Reporting,
  now: number,
): Promise<Pick<Asked, 'fresh' | 'remembered'>> {
  const last = known?.body;
  const isRepeated = last?.day === window.day;
  const before = last === undefined ? [] : last.isTold && !isRepeated ? last.prints : last.before;
  const prints = rows.map(printOf);
  const isTold = isRepeated && last.isTold;
  const body = { ...window, executionId, prints: prints.slice(0, MOST_PRINTS), before, isTold };
  const version = known?.version ?? 0;
  await state.put(ANSWER_KIND, id, body, version, now + KEPT_SECONDS);
  const seen = new Set(before);
  const fresh = rows.filter((_row, at) => !seen.has(prints[at] ?? ''));
  return { fresh, remembered: { id, version: version + 1, body } };
}

async function rememberTold({ remembered }: Asked, { state }: Reporting, now: number): Promise<void> {
  if (remembered === undefined) return;
  const { id, version, body } = remembered;
  // False when it was told by itself, before the digest, or by another run.
  await state.put(ANSWER_KIND, id, { ...body, isTold: true }, version, now + KEPT_SECONDS);
}

function printOf(row: AnswerRow): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 16);
}

/** Stories of the last day that nobody was told of, by detection. */
async function background({ state }: Reporting, now: number): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  // One by one: an internet of sources can begin more stories in a day than memory holds.
  await state.visit<StoryItem>('story', ({ body: { finding } }) => {
    if (finding.severity !== 'low' || finding.lastSeen < now - DAY_SECONDS) return;
    counts.set(finding.detection, (counts.get(finding.detection) ?? 0) + 1);
  });
  return counts;
}

async function tell(notification: Notification, { once, publish }: Reporting): Promise<void> {
  await once(notification.id, async () => {
    await publish(notification);
    return { id: notification.id };
  });
}
