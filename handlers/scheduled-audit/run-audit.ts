import { type Finding, SEVERITIES } from '../../analysis/finding';
import { isoTime } from '../../analysis/iso-time';
import { findQuery } from '../../queries/catalogue';
import { questionValues } from '../../queries/question-values';
import { renderQuery } from '../../queries/render-query';
import { auditKey } from '../pages/page-place';
import { type DaemonWords, sourcesToAskAbout } from '../ssh-campaign-analyzer/read-daemon-words';
import { reportFindings } from '../stories/report-findings';
import type { Reporting } from '../stories/reporting';
import type { StoryItem } from '../stories/story-item';
import type { Notification } from '../tell/notification';
import type { AnswerRow } from './ask-athena';
import { askQuestion, lastMidnight, notAnswered, rememberTold, since } from './ask-question';
import type { Asked } from './asked';
import type { Audit } from './audit';
import { auditPage } from './audit-page';
import { FINDING_QUESTIONS, MUST_BE_EMPTY } from './daily-questions';
import { answerNotification, digestNotification } from './digest-notification';
import { addressesIn, judgeRows, RECORDS_QUESTION } from './judge-rows';

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

/** The question under which the digest says that the daemons' lines could not be read: it asks for the same. */
const DAEMON_QUESTION = 'ssh-login-confirmation';
const DAY_SECONDS = 86_400;
const AT_ONCE = 4;

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
    const some = questions.slice(at, at + AT_ONCE).map((query) => askQuestion(query, audit, day, now));
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
