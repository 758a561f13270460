import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowRecord } from '../../records/flow-logs/flow-record';
import type { Finding } from '../finding';
import { SshActivity } from './activity';
import { forgetView } from './connections/conversations';
import { noteApiCall } from './context/api-context';
import type { DaemonWord } from './context/daemon-word';
import { TaskHabits } from './habits/task-habits';
import type { SshPolicy } from './policy';
import { StoryBook } from './stories/story-book';

/** A rule of the catalogue: activity in, stories out. */
export type AnalyzerRule = (activity: SshActivity, policy: SshPolicy) => readonly Finding[];

/** The longest any rule looks back (slow brute force): what is older may be forgotten. */
const HORIZON_SECONDS = 24 * 3_600;
/** 220 to 580 bytes each while they are held, and several times that while they are judged. */
const MOST_SLICES = 100_000;
/** How much is left when even the horizon does not fit. */
const KEPT_SHARE = 0.5;

export interface MonitorOptions {
  /** How many slices are held before old ones go; a pair counts as four of them. @default 100,000 */
  readonly mostSlices?: number;
}

/** Judges a stream of records of any length in bounded memory, in whatever order its files come. */
export class ActivityMonitor {
  readonly #rules: readonly AnalyzerRule[];
  readonly #habits: TaskHabits;
  readonly #activity: SshActivity;
  /** How many slices are held before old ones go. */
  mostSlices: number;
  readonly #book = new StoryBook();
  #leftEarly = 0;

  constructor(rules: readonly AnalyzerRule[], policy: SshPolicy, options: MonitorOptions = {}) {
    this.#rules = rules;
    this.#habits = TaskHabits.of(policy);
    this.#activity = new SshActivity(policy, this.#habits);
    this.mostSlices = options.mostSlices ?? MOST_SLICES;
  }

  addFlow(record: FlowRecord): void {
    if (this.#activity.add(record) && this.#activity.weight > this.mostSlices) this.#makeRoom();
    if (this.#habits.isFull) this.#habits.makeRoom(() => this.#judge());
  }

  /** API calls matter for what they say about ports and interfaces; others pass by. */
  addApiCall(record: CloudTrailRecord): void {
    noteApiCall(this.#activity, record);
  }

  /** What an SSH daemon of the fleet wrote about a login. */
  addDaemonWord(word: DaemonWord): void {
    this.#activity.addDaemonWord(word);
  }

  /** Takes over what another has heard from API calls and daemons; of its flows nothing. */
  learnFrom(other: ActivityMonitor): void {
    const heard = other.#activity;
    for (const opening of heard.openings.values()) this.#activity.addOpening(opening);
    for (const shell of heard.shells.values()) this.#activity.addShell(shell);
    for (const [interfaceId, groups] of heard.interfaceGroups)
      this.#activity.addInterface(interfaceId, groups);
    for (const word of heard.daemonWords.values()) this.#activity.addDaemonWord(word);
    this.#activity.addImages([...heard.images.values()]);
    this.#activity.addReleases([...heard.releases.values()]);
  }

  /** A SKIPDATA line; times are epoch seconds. */
  addSkipData(interfaceId: string | undefined, start: number | undefined, end: number | undefined): void {
    if (start === undefined) return;
    this.#activity.addLost({ interfaceId: interfaceId ?? '-', start, end: end ?? start });
  }

  /** Everything that was found, and a sentence for whatever memory had no room for. */
  finish(): { findings: readonly Finding[]; overflow: readonly string[] } {
    this.#judge();
    const overflow: string[] = [];
    if (this.#leftEarly > 0) {
      overflow.push(
        `${this.#leftEarly} flow records left the analysis within 24 hours, to keep memory bounded at ${this.mostSlices}: stories slower than that may be missing`,
      );
    }
    const { daemonWordsLeft } = this.#activity;
    if (daemonWordsLeft > 0) {
      overflow.push(
        `${daemonWordsLeft} lines of SSH daemons were left out of the analysis, to keep memory bounded: logins in them are judged by sizes alone`,
      );
    }
    const { contacts, habits } = this.#habits.left;
    const uploads = this.#habits.uploads.left;
    if (contacts + habits + uploads > 0) {
      overflow.push(
        `of what tasks reach, ${contacts} contacts left early, and ${habits} new ones and ${uploads} windows of uploads were not kept, to keep memory bounded: beacons, slow uploads and spreading among them may be missing`,
      );
    }
    return { findings: this.#book.stories(), overflow };
  }

  #judge(): void {
    for (const rule of this.#rules) this.#book.add(rule(this.#activity, this.#activity.policy));
  }

  /** Judges what is there before it goes. */
  #makeRoom(): void {
    this.#judge();
    this.#activity.forgetBefore(this.#activity.until - HORIZON_SECONDS);
    forgetView(this.#activity);
    // The oldest half of the slices may be of few pairs.
    while (this.#activity.weight > this.mostSlices * KEPT_SHARE) {
      const left = this.#activity.forgetBefore(this.#middleEnd() + 1);
      this.#leftEarly += left;
      if (left === 0) return;
    }
  }

  /** When half of what is held had ended, epoch seconds. */
  #middleEnd(): number {
    const { pairs, undecided, talks, size, until } = this.#activity;
    const ends = new Float64Array(size);
    let index = 0;
    for (const each of [pairs, undecided, talks]) {
      for (const { slices } of each.values()) for (const { end } of slices) ends[index++] = end;
    }
    ends.sort();
    return ends[Math.floor(size * (1 - KEPT_SHARE))] ?? until;
  }
}
