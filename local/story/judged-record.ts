import { parseFilterPattern } from '../../analysis/filter-pattern';
import { explainCondition } from '../../analysis/filter-pattern/explain';
import { compileRemainder } from '../../analysis/filter-pattern/known-fields';
import { isoTime } from '../../analysis/iso-time';
import { callContext } from '../../analysis/trail/trail-call';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { ReplayResult } from '../replay/replay-result';
import type { ReplaySettings } from '../settings/replay-settings';
import { counted } from '../terminal/counted';
import type { Condition } from './condition';
import { isAbout, judgeCode, judgeTests, testsOf } from './judged-code';
import { TracedCall } from './traced-call';

/** What one detection says of a record. */
export interface Judgement {
  readonly detection: string;
  readonly title: string;
  /** Does the record set it off, by itself or with those that were found with it? */
  readonly holds: boolean;
  /** What was asked, in the order in which it is asked. */
  readonly conditions: readonly Condition[];
  /** The texts of the conditions that decided: those that failed, or all where none did. */
  readonly because: readonly string[];
}

/** What the detections say: those that are about such a call, and how many are about others. */
export interface Judgements {
  /** Those that the record sets off first. */
  readonly looked: readonly Judgement[];
  readonly aboutOthers: number;
}

/** What a replay of the record's folder found. */
type Found = Pick<ReplayResult, 'alarms' | 'findings'>;

interface Asked {
  readonly call: TracedCall;
  readonly text: () => string;
  readonly found: Found;
}

const CALL = new Set(['eventSource', 'eventName']);

/**
 * What each detection says of an API call, condition by condition. One that is about other calls is only counted.
 *
 * @param text JSON of the record as it was logged, which patterns of terms look at
 * @param found what takes more than one record is known from there
 */
export function judgeRecord(
  record: CloudTrailRecord,
  text: string,
  detections: readonly Detection[],
  { deployRoles, own = [] }: Pick<ReplaySettings, 'deployRoles' | 'own'>,
  found: Found,
): Judgements {
  const at = Date.parse(record.eventTime) / 1000;
  const asked: Asked = {
    call: new TracedCall(record, at, callContext(deployRoles, own)),
    text: () => text,
    found,
  };
  const looked = detections.flatMap((detection): readonly Judgement[] => {
    const conditions = conditionsOf(detection, asked);
    if (conditions.length === 0) return [];
    const failed = conditions.filter(({ held }) => !held);
    const { id, title } = detection;
    const deciding = failed.length > 0 ? failed : conditions;
    return [
      {
        ...{ detection: id, title, conditions },
        holds: failed.length === 0,
        because: deciding.map((condition) => condition.text),
      },
    ];
  });
  const asksCalls = detections.filter(({ detector: { kind } }) => CALL_KINDS.has(kind)).length;
  return {
    looked: [...looked].sort((one, other) => Number(other.holds) - Number(one.holds)),
    aboutOthers: asksCalls - looked.length,
  };
}

/** Other detectors look at flows, at lines of containers, or at alarms. */
const CALL_KINDS: ReadonlySet<string> = new Set(['filter', 'predicate', 'count', 'chain', 'first-time']);

function conditionsOf(detection: Detection, asked: Asked): readonly Condition[] {
  const { detector } = detection;
  if (detector.kind === 'filter') return conditionsOfFilter(detection, detector.pattern, asked);
  if (
    detector.kind !== 'predicate' &&
    detector.kind !== 'count' &&
    detector.kind !== 'chain' &&
    detector.kind !== 'first-time'
  ) {
    return [];
  }
  if (!isAbout(testsOf(detector), asked.call)) return [];
  return judgeCode(detector, asked.call, asked.text, tellersOf(detection, asked));
}

function conditionsOfFilter(detection: Detection, pattern: string, asked: Asked): readonly Condition[] {
  const { call, text } = asked;
  const conditions = conditionsOfPattern(pattern, call.record, text);
  if (conditions.length > 0 && conditions.every(({ held }) => held)) {
    return [...conditions, ...alarmOf(detection, asked)];
  }
  const { detector } = detection;
  const beyond = detector.kind === 'filter' ? (detector.beyond ?? []) : [];
  const inCode = isAbout(beyond, call) ? judgeTests(beyond, call) : [];
  // What a pattern cannot say is asked by code; either is enough.
  if (inCode.length > 0 && inCode.every(({ held }) => held)) return inCode;
  return conditions.length > 0 ? conditions : inCode;
}

function conditionsOfPattern(
  source: string,
  record: CloudTrailRecord,
  text: () => string,
): readonly Condition[] {
  const pattern = parseFilterPattern(source);
  const { tree } = pattern;
  if (tree.kind !== 'json') {
    return pattern.matchesRecord(record, text)
      ? [{ text: 'its text holds the words looked for', held: true }]
      : [];
  }
  const { eventSource, eventName } = record;
  if (compileRemainder(tree.condition, CALL)({ eventSource, eventName }) === false) return [];
  const { condition } = tree;
  const parts = 'of' in condition && condition.kind === 'and' ? condition.of : [condition];
  return parts.map((part) => {
    const { holds, because } = explainCondition(part, record);
    return { text: because.join('; '), held: holds };
  });
}

/** An alarm that takes several records: did it ring with this one? */
function alarmOf(detection: Detection, asked: Asked): readonly Condition[] {
  const { alarm } = detection;
  if (alarm === undefined || alarm.threshold <= 1) return [];
  const tellers = tellersOf(detection, asked);
  const minutes = alarm.periodMinutes * alarm.evaluationPeriods;
  const takes = `${alarm.threshold} records within ${counted(minutes, 'minute')}`;
  return [
    {
      text: tellers.length === 0 ? takes : `${takes}: ${tellers.join('; ')}`,
      held: tellers.length > 0,
    },
  ];
}

const MOST_TELLERS = 3;

/** Alarms and findings of the detection that the record is behind. */
function tellersOf({ id }: Detection, { call, found }: Asked): readonly string[] {
  const { eventID, userIdentity } = call.record;
  const alarms = found.alarms
    .filter(
      ({ detection, state, causes, whileRed }) =>
        detection === id &&
        state === 'ALARM' &&
        [...causes, ...whileRed.causes].some(({ eventId }) => eventId === eventID),
    )
    .map(({ at }) => `its alarm rang at ${isoTime(at)}`);
  const findings = found.findings
    .filter(
      ({ detection, causes = [], firstSeen, lastSeen }) =>
        detection === id &&
        (causes.some(({ eventId }) => eventId === eventID) ||
          // Of many records a finding keeps some.
          (firstSeen <= call.at &&
            call.at <= lastSeen &&
            userIdentity?.arn !== undefined &&
            causes.some(({ identityArn }) => identityArn === userIdentity.arn))),
    )
    .map(({ summary }) => summary);
  return [...alarms, ...findings].slice(0, MOST_TELLERS);
}
