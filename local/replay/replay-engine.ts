import { toCause } from '../../analysis/cause';
import { OpenEnds } from '../../analysis/open-ends';
import { toRefusalCause } from '../../analysis/refusal-cause';
import { daemonWordOfLine } from '../../analysis/ssh/context/daemon-word';
import { DeployingRoles } from '../../analysis/trail/deploying-roles';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import type { Detection } from '../../detections/detection';
import { placeDetections } from '../../detections/placement';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { parseRefusalLine, type RefusalLine } from '../../records/containers/container-line';
import type { FlowLogRow } from '../../records/flow-logs/flow-log-row';
import { isoInstant } from '../../records/values/iso-instant';
import { messageOf } from '../../records/values/message-of';
import { KnownRecords } from '../query/known-records';
import { FULLER, type LogSink, type Place } from '../reading/log-sink';
import { SeenRecords } from '../reading/seen-records';
import type { ReplaySettings } from '../settings/replay-settings';
import { Accounts, NO_ACCOUNT } from './account-activity';
import type { ActiveMinutes } from './active-minutes';
import { alarmsOf } from './alarms-of';
import { AskedRange } from './asked-range';
import { BeforeWindow } from './before-window';
import { noteOfDeployRoles } from './deploy-role-note';
import { DetectionMetrics } from './detection-metrics';
import { FlowFields } from './flow-fields';
import { FlowMonitors } from './flow-monitors';
import { HomeRegions } from './home-regions';
import { judgedAccounts } from './judged-accounts';
import { noteOfLeftOut, regionalDetections } from './regional-detections';
import type { ReplayOutcome, ReplaySkipReason } from './replay-outcome';
import { spanOf } from './span-of';
import { ALL_TIME, type TimeRange } from './time-range';

/** Where the flows of an account are counted. */
interface FlowsOfAccount {
  /** As the records have it. */
  readonly written: string | undefined;
  readonly account: string;
  readonly minutes: ActiveMinutes;
}

/**
 * Takes the records of a folder one by one, in any order, and says at the end what happened. Memory is bounded:
 * it keeps sums by minute, a capped number of causes, and the capped activity of the SSH analyzers.
 */
export class ReplayEngine implements LogSink {
  /** Of all records, whatever their time: questions look at other windows. */
  readonly known: KnownRecords = new KnownRecords();
  readonly #settings: ReplaySettings;
  readonly #range: AskedRange;
  readonly #beforeWindow: BeforeWindow;
  readonly #detections: readonly Detection[];
  readonly #regional: readonly Detection[];
  readonly #placedAlarms: ReadonlySet<string>;
  readonly #metrics: DetectionMetrics;
  readonly #monitor: FlowMonitors;
  readonly #trail: TrailAnalyzer;
  readonly #seen = new SeenRecords();
  readonly #openEnds = new OpenEnds();
  readonly #homeRegions = new HomeRegions();
  readonly #deployingRoles = new DeployingRoles();
  readonly #accounts = new Accounts();
  /** Of calls only, whoever's alarms they count in. */
  readonly #accountsSeen = new Set<string>();
  readonly #flowFields = new FlowFields();
  #latestFlows: FlowsOfAccount | undefined;

  constructor(settings: ReplaySettings, range: TimeRange = ALL_TIME) {
    const { deployRoles, homeRegions = [], custom } = settings;
    const known = buildCatalogue({ deployRoles, homeRegions, custom });
    const regional =
      settings.homeRegions === undefined ? regionalDetections(buildCatalogue, deployRoles) : [];
    this.#settings = settings;
    this.#range = new AskedRange(range);
    this.#beforeWindow = new BeforeWindow(range.since);
    this.#detections = [...known, ...regional];
    this.#regional = regional;
    const placement = placeDetections(known, settings.filterPlaces);
    this.#placedAlarms = new Set([...placement.alarmed, ...regional].map(({ id }) => id));
    this.#metrics = new DetectionMetrics(placement.alarmed, regional);
    this.#trail = new TrailAnalyzer(placement.trailRules, settings);
    this.#monitor = new FlowMonitors(
      known.flatMap(({ detector }) => (detector.kind === 'analyzer' ? [detector.rule] : [])),
      settings,
    );
  }

  /** Takes an API call; gives the reason when it is not analyzed. */
  cloudTrail(record: CloudTrailRecord, text: string, place: Place): ReplaySkipReason | undefined {
    this.known.addCall(record);
    const at = isoInstant(record.eventTime) / 1000;
    if (Number.isNaN(at)) return 'no-event-time';
    const outside = this.#range.outside(at);
    if (outside !== undefined) return outside;
    if (this.#seen.isKnownEvent(record.eventID)) return 'duplicate';
    const account = this.#accountOf(record.recipientAccountId ?? record.userIdentity?.accountId);
    this.#accounts.of(account).addCall(record, at);
    this.#homeRegions.add(record, at);
    this.#deployingRoles.add(record, at);
    const cause = () => toCause(record, at, `${place.path}:${place.line}`);
    this.#metrics.add(record, () => text, Math.floor(at / 60), account, cause);
    this.#monitor.addApiCall(record);
    this.#openEnds.add(record, at);
    this.#trail.add(record, at, () => text);
    return undefined;
  }

  /** Records of before, from which first times learn what is usual: nothing else is asked of them. */
  get baseline(): LogSink {
    return {
      cloudTrail: (record) => {
        const at = isoInstant(record.eventTime) / 1000;
        if (Number.isNaN(at)) return 'no-event-time';
        this.#trail.learn(record, at);
        return undefined;
      },
      flow: (record) => {
        this.#trail.learnFlow(record);
        return undefined;
      },
      window: () => undefined,
    };
  }

  /** Takes a flow log record, which is a view that must not be kept; gives the reason when it is not analyzed. */
  flow(record: FlowLogRow, place: Place): ReplaySkipReason | undefined {
    this.known.hasFlows = true;
    const at = record.start ?? record.end;
    if (at !== undefined) {
      const outside = this.#range.outside(at);
      if (outside === 'before-since') this.#beforeWindow.add(record, at);
      if (outside !== undefined) return outside;
    }
    const seen = this.#seen.lookAtFlow(record);
    if (seen === 'known') return 'duplicate';
    const { account, minutes } = this.#flowsOf(record.accountId);
    if (at !== undefined) minutes.add(record.end ?? at);
    this.#flowFields.add(record, place.path, at);
    // Both count a record that comes twice once, and learn what the first did not say.
    this.#monitor.addFlow(record, account);
    this.#trail.addFlow(record);
    return seen === 'new' ? undefined : FULLER;
  }

  /** Takes a container's line: what an SSH daemon says of logins, and what the launcher refused. */
  containerLine(text: string, place: Place): string | undefined {
    this.known.hasContainerLines = true;
    const word = daemonWordOfLine(text);
    if (word !== undefined && this.#range.outside(word.at) === undefined) this.#monitor.addDaemonWord(word);
    try {
      const line = parseRefusalLine(text);
      if (line !== undefined) this.#addRefusal(line, place);
      return undefined;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return messageOf(error);
    }
  }

  #addRefusal(line: RefusalLine, { path, line: number }: Place): void {
    const at = Date.parse(line.logged_at) / 1000;
    if (this.#range.outside(at) !== undefined) return;
    const account = this.#accountOf(/AWSLogs\/(\d{12})\//.exec(path)?.[1]);
    this.#accounts.of(account).containers.add(at);
    const where = `${path}:${number}`;
    this.#metrics.addLine(line, Math.floor(at / 60), account, () => toRefusalCause(line, at, where));
  }

  /** Takes word of a window without traffic, or with records that AWS lost. */
  window(line: FlowLogRow, status: 'NODATA' | 'SKIPDATA'): ReplaySkipReason | undefined {
    this.known.hasFlows = true;
    const { interfaceId, start, end } = line;
    const outside = start === undefined ? undefined : this.#range.outside(start);
    if (outside !== undefined) return outside;
    if (this.#seen.isKnownFlow(line)) return 'duplicate';
    if (status === 'SKIPDATA')
      this.#monitor.addSkipData(this.#flowsOf(line.accountId).account, interfaceId, start, end);
    return undefined;
  }

  finish(): ReplayOutcome {
    const activity = this.#accounts.entries();
    const span = spanOf(activity.map(([, account]) => account));
    const learned = this.#settings.homeRegions === undefined ? this.#homeRegions.learn() : undefined;
    const leftOut = learned?.length === 0 ? this.#regional : [];
    const detections = this.#detections.filter((detection) => !leftOut.includes(detection));
    const flows = this.#monitor.finish();
    const trail = this.#trail.finish();
    const findings = [...flows.findings, ...trail.findings];
    const titles = new Map(detections.map(({ id, title }) => [id, title]));
    const { accounts, notes } = judgedAccounts(activity);
    return {
      detections,
      learnedHomeRegions: learned,
      span,
      outside: this.#range.left,
      accounts: [...this.#accountsSeen].sort(),
      alarms:
        span === undefined
          ? []
          : alarmsOf(
              detections.filter(({ id }) => this.#placedAlarms.has(id)),
              accounts.map(({ account, members, streamOf }) => ({
                account,
                logOf: (id) => this.#metrics.logOf(members, id, learned ?? []),
                streamOf,
                span: { from: Math.floor(span.from / 60) * 60, to: (Math.floor(span.to / 60) + 1) * 60 },
              })),
            ),
      findings: findings.map((finding) => ({
        ...finding,
        title: titles.get(finding.detection) ?? finding.detection,
        ...(this.#beforeWindow.hasBeginOf(finding) && { beganBefore: true }),
      })),
      open: this.#openEnds.stillOpen(),
      blindFlowLogs: this.#flowFields.blindFiles(),
      notes: [
        ...noteOfLeftOut(leftOut),
        ...noteOfDeployRoles(detections, this.#deployingRoles.proposed()),
        ...this.#flowFields.notes(),
        ...notes,
        ...flows.overflow,
        ...trail.overflow,
        ...trail.untold,
        ...(this.#seen.note === undefined ? [] : [this.#seen.note]),
      ],
    };
  }

  /** Whose alarms a record counts in. */
  #accountOf(account: string | undefined): string {
    const name = this.#accounts.nameOf(account);
    if (name !== NO_ACCOUNT) this.#accountsSeen.add(name);
    return this.#settings.organizationTrail ? NO_ACCOUNT : name;
  }

  /** Flows come in runs of one account and one format: what is looked up for the first is kept for the others. */
  #flowsOf(written: string | undefined): FlowsOfAccount {
    if (this.#latestFlows === undefined || this.#latestFlows.written !== written) {
      const account = this.#accountOf(written);
      this.#latestFlows = { written, account, minutes: this.#accounts.of(account)['flow-logs'] };
    }
    return this.#latestFlows;
  }
}
