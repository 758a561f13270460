import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { createPatternMatcher } from '../../../analysis/pattern-matcher';
import { EXAMPLES } from '../../../detections/examples/index';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import type { LogGroups } from '../aws/log-groups';
import type { Check, Subject } from '../check';
import { aws } from '../commands';
import { looking, problem, type Trouble } from '../trouble';

/** Most messages of one call (TestMetricFilter, API reference). */
const MOST_MESSAGES = 50;
/** Calls at once: the quota of the call is not published. */
const AT_ONCE = 4;

interface Event {
  /** `ecs-exec-denied fires 2`. */
  readonly name: string;
  readonly record: CloudTrailRecord;
  readonly text: string;
}

interface Asked {
  readonly id: string;
  readonly pattern: string;
  readonly events: readonly Event[];
}

/**
 * Does the service judge the catalogue's example events as the local evaluator does? One call asks about one
 * pattern; what a pattern's own events leave free of the call is filled with those of its neighbours.
 */
export const testMetricFilter: Check = {
  id: 'test-metric-filter',
  async look(subject, account) {
    const calls = plan(subject);
    const troubles: Trouble[] = [];
    for (let start = 0; start < calls.length; start += AT_ONCE) {
      const batch = calls.slice(start, start + AT_ONCE);
      const told = await looking('TestMetricFilter', async () =>
        (await Promise.all(batch.map((call) => compare(subject, call, account.logGroups)))).flat(),
      );
      troubles.push(...told);
      // The reason that one call gets no answer is the reason of the next ones.
      if (told.some(({ kind }) => kind === 'unseen')) break;
    }
    const judged = calls.reduce((sum, { events }) => sum + events.length, 0);
    const seen = `${judged} judgements in ${calls.length} calls, as the local evaluator has them`;
    return { seen, troubles };
  },
};

/** The calls to make: every pattern with all of its own events. */
export function plan({ catalogue }: Subject): readonly Asked[] {
  const filters = catalogue.flatMap(({ id, detector }) =>
    detector.kind === 'filter' ? [{ id, pattern: detector.pattern, own: eventsOf(id) }] : [],
  );
  return filters.flatMap(({ id, pattern, own }, place) => {
    const others = [...filters.slice(place + 1), ...filters.slice(0, place)].flatMap((other) => other.own);
    const room = Math.ceil(own.length / MOST_MESSAGES) * MOST_MESSAGES;
    const events = distinct([...own, ...others]).slice(0, room);
    const calls: Asked[] = [];
    for (let start = 0; start < events.length; start += MOST_MESSAGES) {
      calls.push({ id, pattern, events: events.slice(start, start + MOST_MESSAGES) });
    }
    return calls;
  });
}

function eventsOf(id: string): readonly Event[] {
  const { fires = [], staysSilent = [] } = EXAMPLES[id] ?? {};
  const named = (kind: string) => (record: CloudTrailRecord, index: number) => ({
    name: `${id} ${kind} ${index + 1}`,
    record,
    text: JSON.stringify(record),
  });
  return [...fires.map(named('fires')), ...staysSilent.map(named('stays silent'))];
}

/** The first event of each text: answers are known again by it. */
function distinct(events: readonly Event[]): readonly Event[] {
  const seen = new Set<string>();
  return events.filter(({ text }) => {
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

async function compare(
  subject: Subject,
  { id, pattern, events }: Asked,
  logGroups: LogGroups,
): Promise<readonly Trouble[]> {
  const answer = await logGroups.test(
    pattern,
    events.map(({ text }) => text),
  );
  const ask = (message: string) =>
    aws(subject, [
      'logs',
      'test-metric-filter',
      '--filter-pattern',
      pattern,
      '--log-event-messages',
      message,
    ]);
  if ('refused' in answer) {
    return [
      problem(
        `CloudWatch Logs does not take the pattern of ${id}: ${answer.refused}`,
        ask(events[0]?.text ?? '{}'),
      ),
    ];
  }
  const matched = new Set(answer.matched);
  const local = createPatternMatcher([{ id, pattern: parseFilterPattern(pattern) }]);
  return events.flatMap(({ name, record, text }) => {
    const isMatch = matched.has(text);
    if (isMatch === local.match(record, () => text).length > 0) return [];
    const [yes, no] = isMatch
      ? ['CloudWatch Logs', 'the local evaluator']
      : ['the local evaluator', 'CloudWatch Logs'];
    const event = [record.eventName, record.errorCode].filter((part) => part !== undefined).join(', ');
    return [
      problem(
        `${id}: ${yes} matches the example event ${JSON.stringify(name)} (${event}), ${no} does not; CloudWatch Logs has the last word`,
        ask(text),
      ),
    ];
  });
}
