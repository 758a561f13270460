import type { Finding } from '../../analysis/finding';
import type { SshPolicy } from '../../analysis/ssh/policy';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { judge, pagedMinutes } from '../flow-log-analyzer/analyze-batch';
import { closeStories, reportFindings } from '../stories/report-findings';
import type { Reporting } from '../stories/reporting';
import { buildActivity } from './build-activity';
import type { FlowLines, LineCount } from './query-flow-lines';
import { type DaemonWords, sourcesToAskAbout } from './read-daemon-words';
import { tellLeftOut } from './tell-left-out';

/** Epoch seconds, both inclusive. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Campaign {
  readonly policy: SshPolicy;
  readonly format: FlowLogFormat;
  readonly detections: readonly Detection[];
  readonly reporting: Reporting;
  readonly readLines: (span: Span) => Promise<FlowLines>;
  /** Of a span that was not read whole: how many lines there are. */
  readonly countLines: (span: Span) => Promise<LineCount>;
  /** API calls that open ports, attach interfaces or open shells. */
  readonly readCalls: (span: Span) => Promise<readonly CloudTrailRecord[]>;
  /**
   * What SSH daemons of the fleet wrote about some sources.
   *
   * @default - no lines of containers are at hand: sizes alone tell
   */
  readonly readDaemonWords?: (sources: readonly string[], span: Span) => Promise<DaemonWords>;
}

export interface CampaignRun {
  readonly from: number;
  readonly until: number;
  readonly records: number;
  readonly unreadable: number;
  readonly cappedSpans: number;
  /** Lines of SSH daemons that were heard, and whether there are more. */
  readonly daemonWords: number;
  readonly isDaemonCapped: boolean;
  readonly findings: number;
  readonly messages: number;
}

const RUN_KIND = 'run';
const RUN_ID = 'ssh-campaign-analyzer';
const KEPT_SECONDS = 7 * 86_400;

/** The rules' window is an hour, so that the record that completes one is seen together with all before it … */
const WINDOW_SECONDS = 3_600;
/** … though it is delivered so much later, … */
export const DELIVERY_SECONDS = 600;
/** … and the run after it so much later again. */
const STEP_SECONDS = 300;
/** After a pause longer than this the runs that were missed are not made up for: the daily audit has them. */
const MOST_SECONDS = 6 * 3_600;

/** Calls are looked for an hour longer: a port is opened before it is probed. */
const CALLS_BEFORE_SECONDS = 3_600;

/**
 * One run: judges the last hour, and the time that missed runs left out, and takes what it finds into the stories.
 * Runs may overlap, since stories know what was told.
 */
export async function runCampaign(campaign: Campaign, now: number): Promise<CampaignRun> {
  const { reporting, policy, format, detections } = campaign;
  const { state } = reporting;
  const last = await state.get<{ readonly until: number }>(RUN_KIND, RUN_ID);
  const usual = now - WINDOW_SECONDS - DELIVERY_SECONDS - STEP_SECONDS;
  const missed = last === undefined ? usual : last.body.until - WINDOW_SECONDS - DELIVERY_SECONDS;
  const from = Math.max(now - MOST_SECONDS, Math.min(usual, missed));
  const { lines, cappedSpans } = await campaign.readLines({ from, until: now });
  const calls = await campaign.readCalls({ from: from - CALLS_BEFORE_SECONDS, until: now });
  const { activity, records, unreadable } = buildActivity(lines, calls, format, policy);
  const bySizes = judge(activity, detections, policy);
  const heard = await hear(campaign, bySizes, { from, until: now });
  for (const word of heard.words) activity.addDaemonWord(word);
  const findings = heard.words.length === 0 ? bySizes : judge(activity, detections, policy);
  const minutes = pagedMinutes(findings, activity, policy);
  const told = await reportFindings(findings, { ...reporting, minutes });
  const closed = await closeStories(now - DELIVERY_SECONDS, reporting);
  const leftOut =
    cappedSpans === 0
      ? 0
      : await tellLeftOut({ from, until: now, read: lines.length, cappedSpans }, campaign);
  await state.put(RUN_KIND, RUN_ID, { until: now }, last?.version ?? 0, now + KEPT_SECONDS);
  return {
    from,
    until: now,
    records,
    unreadable,
    cappedSpans,
    daemonWords: heard.words.length,
    isDaemonCapped: heard.isCapped,
    findings: findings.length,
    messages: told + closed + leftOut,
  };
}

const NOTHING_HEARD: DaemonWords = { words: [], isCapped: false };

/** Asks the daemons about the sources of the findings: their word confirms or refutes what sizes suggest. */
async function hear(campaign: Campaign, findings: readonly Finding[], span: Span): Promise<DaemonWords> {
  const sources = sourcesToAskAbout(findings);
  if (campaign.readDaemonWords === undefined || sources.length === 0) return NOTHING_HEARD;
  return await campaign.readDaemonWords(sources, span);
}
