import { type FindingState, SEVERITIES, type Severity } from '../../../analysis/finding';
import { isIpAddress } from '../../../analysis/is-ip-address';
import type { AlarmChange, AlarmState, ReplayResult, TitledFinding } from '../../replay/replay-result';
import { counted } from '../../terminal/counted';
import { withThousands } from '../../terminal/with-thousands';
import { describeCauses } from './describe-causes';

/** One thing that happened: a state change of an alarm, or one telling of a finding. */
export interface StoryEntry {
  /** Epoch seconds. */
  readonly at: number;
  readonly severity: Severity;
  readonly change: AlarmState | FindingState;
  readonly detection: string;
  /** Whose alarm it is, where the records are of more than one account. */
  readonly account: string | undefined;
  /** The one line that says it. */
  readonly headline: string;
  /** Who, from where, with which numbers; one line each. */
  readonly details: readonly string[];
  /** The words of the command that says more, without the logs; none where nothing does. */
  readonly drill: readonly string[];
}

/**
 * Alarms and findings as one story in time order; the gravest first where times are equal.
 *
 * @param isAll tells findings again while they go on; otherwise their start and their end say enough
 */
export function toStory(result: ReplayResult, isAll: boolean): readonly StoryEntry[] {
  const entries = [
    ...result.alarms.map((change) => ofAlarm(change, result.accounts.length > 1)),
    ...result.findings.flatMap(ofFinding),
  ];
  return entries
    .filter(({ change }) => isAll || change !== 'UPDATE')
    .sort((one, other) => one.at - other.at || gravity(other) - gravity(one));
}

function gravity(entry: StoryEntry): number {
  return SEVERITIES.indexOf(entry.severity);
}

function ofAlarm(change: AlarmChange, hasAccounts: boolean): StoryEntry {
  const { at, severity, detection, title } = change;
  const note = change.note === undefined ? [] : [change.note];
  const account = hasAccounts ? change.account : undefined;
  // Where the alarm is one account's, its name says so; else each record does.
  const isToldApart = hasAccounts && account === undefined;
  const causes = describeCauses(change.causes, change.causeCount, isToldApart);
  const details =
    change.state === 'ALARM'
      ? [...note, ...causes, ...whileRed(change, isToldApart)]
      : [
          ...note,
          ...(change.causeCount === 0
            ? []
            : [`${counted(change.causeCount, 'record')} came while it was red`]),
        ];
  const [first] = change.causes;
  const drill = change.state !== 'ALARM' || first === undefined ? [] : ['record', first.eventId];
  return { at, severity, change: change.state, detection, account, headline: title, details, drill };
}

function whileRed({ whileRed: { causes, count } }: AlarmChange, isToldApart: boolean): readonly string[] {
  if (count === 0) return [];
  const [first, ...rest] = describeCauses(causes, count, isToldApart);
  return [`while red: ${first ?? counted(count, 'record')}`, ...rest];
}

function ofFinding(finding: TitledFinding): readonly StoryEntry[] {
  return finding.changes.map((_, index) => new FindingEntry(finding, index));
}

/** One change of a finding: told words are made when somebody asks for them, since of many findings few are told. */
class FindingEntry implements StoryEntry {
  readonly account: string | undefined;
  readonly #finding: TitledFinding;
  readonly #index: number;

  constructor(finding: TitledFinding, index: number) {
    this.#finding = finding;
    this.#index = index;
    this.account = finding.account;
  }

  get #change(): TitledFinding['changes'][number] {
    return this.#finding.changes[this.#index] as TitledFinding['changes'][number];
  }

  get at(): number {
    return this.#change.at;
  }

  get change(): FindingState {
    return this.#change.state;
  }

  get severity(): Severity {
    return this.#finding.severity;
  }

  get detection(): string {
    return this.#finding.detection;
  }

  get headline(): string {
    const { state, count } = this.#change;
    const soFar = `${this.#finding.source} -> ${targetsOf(this.#finding)}: ${this.#told(count)}`;
    if (state === 'END') return `${soFar} in all`;
    return this.#index > 0 ? `${soFar} so far` : this.#finding.title;
  }

  /** What a story counts by is its rule's affair; where its evidence says connections, so does the line. */
  #told(count: number): string {
    const { log, evidence, changes } = this.#finding;
    const isOfConnections = log !== 'cloudtrail' && evidence['attempts'] === changes.at(-1)?.count;
    return isOfConnections ? counted(count, 'connection') : withThousands(count);
  }

  get details(): readonly string[] {
    if (this.#isLater) return [];
    const { summary, beganBefore, changes } = this.#finding;
    return [
      summary,
      ...(beganBefore === true ? ['it began before the window of --since'] : []),
      ...(changes.at(-1)?.state === 'END' ? [] : ['not over at the end of the records']),
    ];
  }

  get drill(): readonly string[] {
    return this.#isLater ? [] : drillOf(this.#finding);
  }

  get #isLater(): boolean {
    return this.#index > 0 || this.change === 'END';
  }
}

/** The record behind it; of flows the story of the source; where the sources are many, that of what they reach for. */
function drillOf({ source, targets, causes = [] }: TitledFinding): readonly string[] {
  const [record] = causes;
  if (record !== undefined) return record.call === 'flow' ? [] : ['record', record.eventId];
  const who = source === '*' ? targets[0] : source;
  return who === undefined || !isIpAddress(who) ? [] : ['story', who];
}

/** `10.0.1.5`, `10.0.1.5 and 24 more`; with ports where there are few. */
export function targetsOf({ targets, ports }: TitledFinding): string {
  const [first, ...rest] = targets;
  const port = ports.length === 1 ? `:${ports[0]}` : '';
  return `${first ?? 'no target'}${port}${rest.length === 0 ? '' : ` and ${withThousands(rest.length)} more`}`;
}
