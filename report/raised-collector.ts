import type { Cause } from '../analysis/cause';
import { type Finding, SEVERITIES, type Severity } from '../analysis/finding';
import { isIpAddress } from '../analysis/is-ip-address';
import { NOBODY, shownCaller, shownSource } from '../analysis/shown-actor';
import type { Raised, ReportRecord } from './document';

/** One alarm from red to green. */
export interface CollectedAlarm {
  readonly detection: string;
  readonly severity: Severity;
  readonly account: string | undefined;
  readonly from: number;
  /** Undefined while it is red. */
  readonly to: number | undefined;
  readonly causes: readonly Cause[];
  /** More than `causes` where not all were kept. */
  readonly causeCount: number;
  readonly summary: string;
}

/** Alarms and findings that a page holds; a larger one does not open in three seconds. */
export const MOST_RAISED = 100_000;
/** Records of one alarm or finding; `harborwatch replay --format jsonl` has them all. */
const MOST_RECORDS_EACH = 200;
/** Records of all: what more is raised is told with its numbers, and none of its records. */
const MOST_RECORDS = 200_000;
const MOST_NAMES = 100;

/** Takes alarms and findings in any order and gives what the page tells of them, each record once. */
export class RaisedCollector {
  readonly #places: ReadonlyMap<string, number>;
  readonly #hasAccounts: boolean;
  readonly #alarms: CollectedAlarm[] = [];
  readonly #findings: Finding[] = [];

  /** @param detections ids in the order of the document's `detections` */
  constructor(detections: readonly string[], hasAccounts: boolean) {
    this.#places = new Map(detections.map((id, at) => [id, at]));
    this.#hasAccounts = hasAccounts;
  }

  addAlarm(alarm: CollectedAlarm): void {
    this.#alarms.push(alarm);
  }

  addFinding(finding: Finding): void {
    this.#findings.push(finding);
  }

  /** The gravest first, then by time; what is over the limit is counted. */
  finish(): {
    readonly raised: readonly Raised[];
    readonly records: readonly ReportRecord[];
    readonly left: number;
  } {
    const all = [
      ...this.#alarms.map((alarm) => ({
        severity: alarm.severity,
        at: alarm.from,
        alarm,
        finding: undefined,
      })),
      ...this.#findings.map((finding) => ({
        ...{ severity: finding.severity, at: finding.firstSeen, alarm: undefined, finding },
      })),
    ].sort((one, other) => gravity(other.severity) - gravity(one.severity) || one.at - other.at);
    const records = new Records(this.#hasAccounts);
    const ids = new Set<string>();
    const raised = all.slice(0, MOST_RAISED).map(({ alarm, finding }) => {
      const told = alarm === undefined ? this.#ofFinding(finding, records) : this.#ofAlarm(alarm, records);
      let { id } = told;
      for (let times = 2; ids.has(id); times += 1) id = `${told.id}/${times}`;
      ids.add(id);
      return { ...told, id };
    });
    return { raised, records: records.all, left: all.length - raised.length };
  }

  #ofAlarm(alarm: CollectedAlarm, records: Records): Raised {
    const { detection, severity, account, from, to, causes, causeCount, summary } = alarm;
    return {
      id: `${detection}/${account ?? ''}/${new Date(from * 1000).toISOString().slice(0, 16)}`,
      kind: 'alarm',
      detection: this.#places.get(detection) ?? -1,
      ...{ severity, from, to: to ?? null, account: account ?? null, summary },
      ...this.#ofCauses(causes),
      targets: several(causes.flatMap(({ target }) => target ?? [])),
      ports: [],
      confidence: null,
      isOnlyTried: causes.length > 0 && causes.every(({ errorCode }) => errorCode !== undefined),
      evidence: {},
      records: records.add(causes),
      recordCount: causeCount,
      changes: [],
    };
  }

  #ofFinding(finding: Finding, records: Records): Raised {
    const {
      id,
      detection,
      severity,
      source,
      targets,
      ports,
      firstSeen,
      lastSeen,
      state,
      causes = [],
    } = finding;
    const { summary, confidence, evidence, changes } = finding;
    const flows = {
      who: [shownSource(finding)],
      addresses: several([...(isIpAddress(source) ? [source] : []), ...addressesIn(evidence)]),
      tasks: several([evidence['ecsTask']].filter((task) => typeof task === 'string')),
    };
    const tried =
      causes.length > 0
        ? causes.every(({ errorCode }) => errorCode !== undefined)
        : evidence['answered'] === 0;
    return {
      id,
      kind: 'finding',
      detection: this.#places.get(detection) ?? -1,
      ...{ severity, from: firstSeen, to: state === 'END' ? lastSeen : null },
      ...(causes.length > 0 ? this.#ofCauses(causes) : flows),
      account: causes[0]?.account ?? null,
      targets: several(targets),
      ports: ports.slice(0, MOST_NAMES),
      ...{ summary, confidence, isOnlyTried: tried, evidence },
      records: records.add(causes),
      recordCount: causes.length > 0 ? causes.length : numberIn(evidence),
      changes: changes.map(({ state: told, at, count }) => [told, at, count] as const),
    };
  }

  #ofCauses(causes: readonly Cause[]): Pick<Raised, 'who' | 'addresses' | 'tasks'> {
    return {
      who:
        causes.length === 0
          ? [NOBODY]
          : several(causes.map((cause) => shownCaller(cause, this.#hasAccounts))),
      addresses: several(causes.flatMap(({ sourceAddress }) => sourceAddress ?? [])),
      tasks: several(causes.flatMap(tasksOf)),
    };
  }
}

/** Each record once, however many alarms it set off. */
class Records {
  readonly all: ReportRecord[] = [];
  readonly #places = new Map<string, number>();
  readonly #hasAccounts: boolean;

  constructor(hasAccounts: boolean) {
    this.#hasAccounts = hasAccounts;
  }

  add(causes: readonly Cause[]): readonly number[] {
    return causes.slice(0, MOST_RECORDS_EACH).flatMap((cause) => {
      const key = `${cause.eventId} ${cause.at} ${cause.call} ${cause.target} ${cause.account}`;
      const known = this.#places.get(key);
      if (known !== undefined) return known;
      if (this.all.length === MOST_RECORDS) return [];
      this.#places.set(key, this.all.length);
      this.all.push(toRecord(cause, shownCaller(cause, this.#hasAccounts)));
      return this.all.length - 1;
    });
  }
}

function toRecord(cause: Cause, who: string): ReportRecord {
  return {
    ...{ id: cause.eventId, at: cause.at, call: cause.call, who },
    ...{ arn: cause.identityArn ?? null, from: cause.sourceAddress ?? null },
    ...{ account: cause.account ?? null, region: cause.region ?? null, error: cause.errorCode ?? null },
    ...{ target: cause.target ?? null, place: cause.place ?? null },
  };
}

const gravity = (severity: Severity): number => SEVERITIES.indexOf(severity);

function several(names: readonly string[]): readonly string[] {
  return [...new Set(names)].slice(0, MOST_NAMES);
}

/** Many sources are told in the evidence. */
function addressesIn({ sources }: Finding['evidence']): readonly string[] {
  return Array.isArray(sources) ? sources.filter((each): each is string => isIpAddress(String(each))) : [];
}

function numberIn({ attempts, count }: Finding['evidence']): number {
  return typeof attempts === 'number' ? attempts : typeof count === 'number' ? count : 0;
}

/** Ids of the tasks that a record is about or from. */
function tasksOf({ target = '', identity, identityArn = '' }: Cause): readonly string[] {
  return [target, identity, identityArn].flatMap((text) => /\b[0-9a-f]{32}\b/.exec(text)?.[0] ?? []);
}
