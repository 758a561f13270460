import { LONGEST_SILENCE_SECONDS } from '../../analysis/ssh/connections/join-slices';
import * as scan from '../../analysis/ssh/rules/ssh-horizontal-scan';
import * as login from '../../analysis/ssh/rules/ssh-probable-login';
import * as answers from '../../analysis/ssh/series/answers';
import * as changes from '../../analysis/ssh/series/changes';
import * as series from '../../analysis/ssh/series/describe-series';
import * as ladder from '../../analysis/ssh/series/guess-ladder';
import * as judge from '../../analysis/ssh/series/judge-series';
import { KNOWN_SIZES, type Outcome } from '../../analysis/ssh/series/known-sizes';
import * as lessons from '../../analysis/ssh/series/lessons';
import * as step from '../../analysis/ssh/series/login-step';
import * as counts from '../../analysis/ssh/series/packet-counts';
import * as requests from '../../analysis/ssh/series/requests';
import * as rhythm from '../../analysis/ssh/series/rhythm';
import * as likeness from '../../analysis/ssh/series/size-likeness';
import * as standing from '../../analysis/ssh/series/standing';
import { quietSeconds } from '../../analysis/ssh/stories/quiet-seconds';
import * as verdicts from '../../analysis/ssh/verdicts';
import { FLOW_WINDOWS } from '../../analysis/ssh/windows';

/** The numbers that a series is judged by, under the names by which the questions on SSH write them. */
const NUMBERS: Readonly<Record<string, number>> = {
  longest_silence_seconds: LONGEST_SILENCE_SECONDS,
  fewest_connections: verdicts.FEWEST_CONNECTIONS,
  most_examples: verdicts.MOST_EXAMPLES,
  fewest_talk_packets: series.FEWEST_TALK_PACKETS,
  tolerance_packets: series.TOLERANCE_PACKETS,
  most_try_packets: series.MOST_TRY_PACKETS,
  // How measured sizes compare.
  alike_packets: likeness.ALIKE.packets,
  alike_payload: likeness.ALIKE.payload,
  same_packets: likeness.SAME.packets,
  same_payload: likeness.SAME.payload,
  same_weight: likeness.SAME.weight,
  same_client_payload: likeness.SAME_CLIENT_PAYLOAD,
  cipher_block: likeness.CIPHER_BLOCK,
  most_blocks_more: likeness.MOST_BLOCKS_MORE,
  whole_blocks_payload: likeness.WHOLE_BLOCKS_PAYLOAD,
  recognized: likeness.RECOGNIZED,
  neighbours: likeness.NEIGHBOURS,
  background: likeness.BACKGROUND,
  most_log_odds: likeness.MOST_LOG_ODDS,
  most_login_log_odds_unrecognized: likeness.MOST_LOGIN_LOG_ODDS_UNRECOGNIZED,
  most_counted_packets: counts.MOST_PACKETS,
  // What a login adds, and what other sources teach.
  least_login_packets: step.LEAST.packets,
  least_login_payload: step.LEAST.payload,
  least_login_reply_payload: step.LEAST.replyPayload,
  most_login_packets: step.MOST.packets,
  most_login_payload: step.MOST.payload,
  most_login_reply_payload: step.MOST.replyPayload,
  same_as_passer_packets: lessons.SAME.packets,
  same_as_passer_payload: lessons.SAME.payload,
  // Whole passwords in one connection.
  least_step: ladder.STEP.least,
  most_step: ladder.STEP.most,
  least_step_reply: ladder.REPLY.least,
  most_step_reply: ladder.REPLY.most,
  same_reply_once: ladder.SAME_REPLY.once,
  same_reply_each_rung: ladder.SAME_REPLY.eachRung,
  least_held_up_a_rung: ladder.HELD_UP_A_RUNG.least,
  most_held_up_a_rung: ladder.HELD_UP_A_RUNG.most,
  least_packets_a_rung: ladder.PACKETS_A_RUNG.least,
  most_packets_a_rung: ladder.PACKETS_A_RUNG.most,
  packets_besides_rungs: ladder.PACKETS_A_RUNG.besides,
  share_on_rungs: ladder.SHARE_ON_RUNGS,
  most_sizes: ladder.MOST_SIZES,
  seconds_a_rung: ladder.SECONDS_A_RUNG,
  seconds_to_lowest: ladder.SECONDS_TO_LOWEST,
  most_rungs: ladder.MOST_RUNGS,
  sizes_of_long_steps: ladder.SIZES_OF_LONG_STEPS,
  least_share_beside: ladder.LEAST_SHARE_BESIDE,
  // How a series changed.
  few_larger: changes.FEW,
  few_share: changes.FEW_SHARE,
  most_of_series: changes.MOST_OF_SERIES,
  punished: changes.PUNISHED,
  penalty_connections: changes.PENALTY.connections,
  penalty_seconds: changes.PENALTY.seconds,
  in_penalties: changes.IN_PENALTIES,
  before_punishment: changes.BEFORE_PUNISHMENT,
  // What was asked and answered.
  fewest_requests: requests.FEWEST_REQUESTS,
  same_request: requests.SAME_REQUEST,
  share_of_same_requests: requests.SHARE_OF_SAME,
  share_of_repeated_requests: requests.SHARE_OF_REPEATED,
  fewest_answers: answers.FEWEST_ANSWERS,
  same_answer: answers.SAME_ANSWER,
  share_of_same_answers: answers.SHARE_OF_SAME,
  resent: answers.RESENT,
  fewest_larger_answers: answers.FEWEST_LARGER,
  larger_answers_share: answers.LARGER_SHARE,
  // When it came, and how long it took.
  session_seconds: rhythm.SESSION_SECONDS,
  clockwork_seconds: rhythm.CLOCKWORK_SECONDS,
  clockwork_connections: rhythm.CLOCKWORK_CONNECTIONS,
  clockwork_share: rhythm.CLOCKWORK_SHARE,
  timer_seconds: rhythm.TIMER_SECONDS,
  timer_connections: rhythm.TIMER_CONNECTIONS,
  jitter_seconds: rhythm.JITTER_SECONDS,
  held_up_seconds: rhythm.HELD_UP_SECONDS,
  held_up_share: rhythm.HELD_UP_SHARE,
  held_up_long_spread: rhythm.HELD_UP_LONG_SPREAD,
  longest_delay_seconds: rhythm.LONGEST_DELAY_SECONDS,
  packets_without_passwords: rhythm.PACKETS_WITHOUT_PASSWORDS,
  clock_seconds: rhythm.CLOCK_SECONDS,
  clock_connections: rhythm.CLOCK_CONNECTIONS,
  held_up_spread: rhythm.HELD_UP_SPREAD,
  longest_refusal_seconds: rhythm.LONGEST_REFUSAL_SECONDS,
  outliving_share: rhythm.OUTLIVING_SHARE,
  fewest_outliving: rhythm.FEWEST_OUTLIVING,
  // How much each piece of evidence weighs.
  weight_bias: judge.WEIGHTS.bias,
  weight_sizes: judge.WEIGHTS.sizes,
  weight_ladder: judge.WEIGHTS.ladder,
  weight_ends_with_login: judge.WEIGHTS.endsWithLogin,
  weight_lesson: judge.WEIGHTS.lesson,
  least_sizes_on_ladder: judge.LEAST_SIZES_ON_LADDER,
  most_lessons: judge.MOST_LESSONS,
  fewest_passers: judge.FEWEST_PASSERS,
  punished_weight: judge.PUNISHED_WEIGHT,
  held_up_weight: judge.HELD_UP_WEIGHT,
  answers_vary_weight: judge.ANSWERS_VARY_WEIGHT,
  requests_vary_weight: judge.REQUESTS_VARY_WEIGHT,
  few_alike: judge.FEW_ALIKE,
  outlives_grace_weight: judge.OUTLIVES_GRACE_WEIGHT,
  outlasts_refusals_weight: judge.OUTLASTS_REFUSALS_WEIGHT,
  on_clock_weight: judge.ON_CLOCK_WEIGHT,
  on_timer_weight: judge.ON_TIMER_WEIGHT,
  unhurried_weight: judge.UNHURRIED_WEIGHT,
  session_before_weight: judge.SESSION_BEFORE_WEIGHT,
  guessing_from: standing.COULD_BE_EITHER.to,
  either_from: standing.COULD_BE_EITHER.from,
  certain: standing.CERTAIN,
  fewest_try_packets: standing.FEWEST_TRY_PACKETS,
  most_probe_packets: standing.MOST_PROBE_PACKETS,
  recognized_refusal: standing.RECOGNIZED_REFUSAL,
  // What a login takes.
  latest_seconds: login.LATEST_SECONDS,
  blocked_attempts: login.BLOCKED_ATTEMPTS,
  blocked_share: login.BLOCKED_SHARE,
  clearly_refused_log_odds: login.CLEARLY_REFUSED_LOG_ODDS,
  confidence_of_session: login.CONFIDENCE.session,
  confidence_of_short_login: login.CONFIDENCE.short,
  // What a probe is.
  fewest_auth_packets: scan.FEWEST_AUTH_PACKETS,
  most_silent_packets: scan.MOST_SILENT_PACKETS,
  // Spans of time.
  flat_seconds: FLOW_WINDOWS['ssh-brute-force-flat'],
  guess_seconds: FLOW_WINDOWS['ssh-brute-force'],
  login_seconds: FLOW_WINDOWS['ssh-probable-login'],
  slow_seconds: FLOW_WINDOWS['ssh-slow-brute-force'],
  slow_gap_seconds: FLOW_WINDOWS['ssh-slow-brute-force: median gap'],
  slow_quiet_seconds: quietSeconds('ssh-slow-brute-force'),
  distributed_seconds: FLOW_WINDOWS['ssh-distributed-brute-force'],
  flood_seconds: FLOW_WINDOWS['ssh-flood'],
  scan_seconds: FLOW_WINDOWS['ssh-horizontal-scan'],
  slow_scan_seconds: FLOW_WINDOWS['ssh-horizontal-scan: slow'],
  slowest_scan_seconds: FLOW_WINDOWS['ssh-horizontal-scan: slowest'],
};

/** A number as Trino reads a whole number or a double; `1.5` would be a decimal there. */
function literal(value: number): string {
  return Number.isInteger(value) ? String(value) : `${value}e0`;
}

/** What one outcome was measured with, `packets/payload` each, as one text. */
function pointsOf(outcome: Outcome): string {
  const points = KNOWN_SIZES.filter((size) => size.outcome === outcome);
  return `'${points.map(({ packets, payload }) => `${packets}/${payload}`).join(' ')}'`;
}

/** What packets alone say, from none to as many as are told apart. */
function refusalByPackets(): string {
  const logOdds = Array.from({ length: counts.MOST_PACKETS + 1 }, (_, packets) =>
    counts.refusalByPackets(packets, KNOWN_SIZES),
  );
  return `'${logOdds.map((each) => Number(each.toFixed(6))).join(' ')}'`;
}

/** `queries/ssh-constants.json`: what the questions on SSH judge by, from where the rules have it. */
export function renderSshConstants(): string {
  const numbers = Object.entries(NUMBERS).map(([name, value]) => [name, literal(value)]);
  const constants = {
    ...Object.fromEntries(numbers),
    refusal_by_packets: refusalByPackets(),
    known_refusals: pointsOf('refusal'),
    known_logins: pointsOf('login'),
    known_probes: pointsOf('probe'),
  };
  return `${JSON.stringify(constants, undefined, 2)}\n`;
}
