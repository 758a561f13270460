import { toCause } from '../../analysis/cause';
import { toRefusalCause } from '../../analysis/refusal-cause';
import { ActivityMonitor } from '../../analysis/ssh/activity-monitor';
import { buildCatalogue } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';
import type { CloudTrailRecord } from '../../records/cloudtrail-record';
import type { RefusalLine } from '../../records/container-line';
import type { FlowRecord } from '../../records/flow-record';
import type { LogSink, Place } from '../reading/log-sink';
import type { ReplaySettings } from '../settings/replay-settings';
import { ActiveMinutes } from './active-minutes';
import { alarmsOf } from './alarms-of';
import { DetectionMetrics } from './detection-metrics';
import { HomeRegions } from './home-regions';
import { regionalDetections } from './regional-detections';
import type { AlarmChange, TitledFinding } from './replay-result';
import { SeenEvents } from './seen-events';
import { ALL_TIME, type TimeRange } from './time-range';

/** Why a record that could be read was not analyzed. */
export type ReplaySkipReason = 'before-since' | 'after-until' | 'duplicate' | 'no-event-time';

/** What the engine found out, besides what the reader knows. */
export interface ReplayOutcome {
  readonly detections: readonly Detection[];
  readonly learnedHomeRegions: readonly string[] | undefined;
  readonly span: { readonly from: number; readonly to: number } | undefined;
  readonly alarms: readonly AlarmChange[];
  readonly findings: readonly TitledFinding[];
  readonly notes: readonly string[];
}

/**
 * Takes the records of a folder one by one, in any order, and says at the end what happened. Memory is bounded:
 * it keeps sums by minute, a capped number of causes, and the capped activity of the SSH analyzers.
 */
export class ReplayEngine implements LogSink {
  readonly #settings: ReplaySettings;
  readonly #range: TimeRange;
  readonly #detections: readonly Detection[];
  readonly #regional: readonly Detection[];
  readonly #metrics: DetectionMetrics;
  readonly #monitor: ActivityMonitor;
  readonly #seen = new SeenEvents();
  readonly #homeRegions = new HomeRegions();
  readonly #minutes = {
    cloudtrail: new ActiveMinutes(),
    'flow-logs': new ActiveMinutes(),
    containers: new ActiveMinutes(),
  };

  constructor(settings: ReplaySettings, range: TimeRange = ALL_TIME) {
    const { deployRoles, homeRegions = [] } = settings;
    const known = buildCatalogue({ deployRoles, homeRegions });
    const regional =
      settings.homeRegions === undefined ? regionalDetections(buildCatalogue, deployRoles) : [];
    this.#settings = settings;
    this.#range = range;
    this.#detections = [...known, ...regional];
    this.#regional = regional;
    this.#metrics = new DetectionMetrics(known, regional);
    this.#monitor = new ActivityMonitor(
      known.flatMap(({ detector }) => (detector.kind === 'analyzer' ? [detector.rule] : [])),
      settings,
    );
  }

  /** Takes an API call; gives the reason when it is not analyzed. */
  cloudTrail(record: CloudTrailRecord, text: string, place: Place): ReplaySkipReason | undefined {
    const at = Date.parse(record.eventTime) / 1000;
    if (Number.isNaN(at)) return 'no-event-time';
    const outside = this.#outside(at);
    if (outside !== undefined) return outside;
    if (record.eventID !== undefined && this.#seen.isDuplicate(record.eventID)) return 'duplicate';

    this.#minutes.cloudtrail.add(at);
    this.#homeRegions.add(record, at);
    this.#metrics.add(
      record,
      () => text,
      Math.floor(at / 60),
      () => toCause(record, at, `${place.path}:${place.line}`),
    );
    this.#monitor.addApiCall(record);
    return undefined;
  }

  /** Takes a flow log record, which is a view that must not be kept; gives the reason when it is not analyzed. */
  flow(record: FlowRecord): ReplaySkipReason | undefined {
    const at = record.start ?? record.end;
    if (at !== undefined) {
      const outside = this.#outside(at);
      if (outside !== undefined) return outside;
      this.#minutes['flow-logs'].add(record.end ?? at);
    }
    this.#monitor.addFlow(record);
    return undefined;
  }

  /** Takes what a container refused; gives the reason when it is not analyzed. */
  refusal(line: RefusalLine, place: Place): ReplaySkipReason | undefined {
    const at = Date.parse(line.logged_at) / 1000;
    const outside = this.#outside(at);
    if (outside !== undefined) return outside;
    this.#minutes.containers.add(at);
    const where = `${place.path}:${place.line}`;
    this.#metrics.addLine(line, Math.floor(at / 60), () => toRefusalCause(line, at, where));
    return undefined;
  }

  /** Takes word of lost flow log records. */
  skipData(interfaceId: string | undefined, start: number | undefined, end: number | undefined): void {
    if (start !== undefined && this.#outside(start) !== undefined) return;
    this.#monitor.addSkipData(interfaceId, start, end);
  }

  finish(): ReplayOutcome {
    const span = spanOf(Object.values(this.#minutes));
    const learned = this.#settings.homeRegions === undefined ? this.#homeRegions.learn() : undefined;
    const leftOut = learned?.length === 0 ? this.#regional : [];
    const detections = this.#detections.filter((detection) => !leftOut.includes(detection));
    const { findings, overflow } = this.#monitor.finish();
    const titles = new Map(detections.map(({ id, title }) => [id, title]));
    return {
      detections,
      learnedHomeRegions: learned,
      span,
      alarms:
        span === undefined
          ? []
          : alarmsOf(detections, {
              logOf: (id) => this.#metrics.logOf(id, learned ?? []),
              minutesOf: (kind) => this.#minutes[kind].ascending(),
              span: { from: Math.floor(span.from / 60) * 60, to: (Math.floor(span.to / 60) + 1) * 60 },
            }),
      findings: findings.map((finding) => ({
        ...finding,
        title: titles.get(finding.detection) ?? finding.detection,
      })),
      notes: [...noteOfLeftOut(leftOut), ...overflow],
    };
  }

  #outside(at: number): ReplaySkipReason | undefined {
    if (at < this.#range.since) return 'before-since';
    return at >= this.#range.until ? 'after-until' : undefined;
  }
}

function spanOf(kinds: readonly ActiveMinutes[]): { from: number; to: number } | undefined {
  const from = kinds.flatMap(({ first }) => first ?? []);
  const to = kinds.flatMap(({ last }) => last ?? []);
  return from.length === 0 ? undefined : { from: Math.min(...from), to: Math.max(...to) };
}

function noteOfLeftOut(leftOut: readonly Detection[]): readonly string[] {
  if (leftOut.length === 0) return [];
  const ids = leftOut.map(({ id }) => id).join(', ');
  return [
    `home regions are unknown, since less than an hour of changes in ECS and EC2 says too little; left out: ${ids} (--home-region brings them in)`,
  ];
}
