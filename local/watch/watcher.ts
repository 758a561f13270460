import { type ReadOptions, readLogFiles } from '../reading/read-folder';
import type { ReadReport } from '../reading/read-report';
import { applySilences, sentenceOf } from '../replay/apply-silences';
import { learnBaseline } from '../replay/learn-baseline';
import { ReplayEngine } from '../replay/replay-engine';
import type { Silenced } from '../replay/replay-result';
import type { TimeRange } from '../replay/time-range';
import type { ReplaySettings } from '../settings/replay-settings';
import { type News, newsOf } from './news';
import { SettledFiles } from './settled-files';
import type { WatchState } from './watch-state';
import type { WatchedFile, WatchedPlace } from './watched-place';

/** The longest that any story pauses: older files say nothing about what comes now. */
const CONTEXT_MS = 24 * 3_600_000;

export interface WatcherOptions {
  readonly settings: ReplaySettings;
  readonly range: TimeRange;
  readonly reading: Pick<ReadOptions, 'archiveLimits' | 'flowLogFormat'>;
  /** Earlier logs, from which first times learn - @default none */
  readonly baseline?: string;
}

/** A file that could not be read as it should. */
export interface UnreadFile {
  readonly path: string;
  readonly reason: string;
}

/** What one look brought. */
export interface Look {
  readonly news: News;
  /** How many files were read, and how many records in them were analyzed. */
  readonly files: number;
  readonly records: number;
  readonly unreadable: readonly UnreadFile[];
  /** Files in which nothing of a log was found. */
  readonly leftAlone: readonly UnreadFile[];
  /** What suppressions and mute windows kept quiet that they had not before, a sentence each, with all so far. */
  readonly silenced: readonly string[];
  /** What else is to be said, once. */
  readonly notes: readonly string[];
}

/**
 * Reads the files of a place as they come, each once, and says what the detections find that they had not found before.
 * What they know of the last 24 hours is kept; after a restart, and once a day so that memory stays bounded, it is
 * learned again from the files of these hours.
 */
export class Watcher {
  readonly #place: WatchedPlace;
  readonly #options: WatcherOptions;
  readonly #settled = new SettledFiles();
  readonly #files: Map<string, string>;
  #told: ReadonlySet<string>;
  #running: { readonly engine: ReplayEngine; readonly since: number } | undefined;
  #isReading = false;
  /** What is to be said of the baseline, and was not yet. */
  #learned: readonly string[] = [];
  readonly #unread = new Set<string>();
  /** How much each silence had kept quiet, by its setting. */
  #quiet: ReadonlyMap<string, number> = new Map();

  constructor(place: WatchedPlace, state: WatchState, options: WatcherOptions) {
    this.#place = place;
    this.#options = options;
    this.#files = new Map(state.files);
    this.#told = state.told;
  }

  /** What is to be kept for the next watch; of what was told by the last look, too. */
  get state(): WatchState {
    return { files: this.#files, told: this.#told };
  }

  /** How many files that this watcher read last time they changed could not be read as they should. */
  get unread(): number {
    return this.#unread.size;
  }

  /** How many files still change. */
  get waiting(): number {
    return this.#settled.waiting;
  }

  /** Is it in the middle of files, and not yet done with them? */
  get isReading(): boolean {
    return this.#isReading;
  }

  /**
   * Looks once. What is told counts as told from then on.
   *
   * @param now epoch milliseconds
   * @returns undefined where no file was new
   * @throws ReadFolderError, UsageError where the place cannot be listed
   */
  async look(now: number): Promise<Look | undefined> {
    const seen = await this.#place.look();
    const there = new Set(seen.map(({ file }) => file.name));
    for (const name of this.#files.keys()) if (!there.has(name)) this.#files.delete(name);
    const ready = this.#settled.ready(seen, this.#files, now);
    if (ready.length === 0) return undefined;
    this.#isReading = true;
    try {
      const engine = await this.#engineFor(seen, now);
      const report = await readLogFiles(
        ready.map(({ file }) => file),
        engine,
        this.#options.reading,
      );
      const { raised, silenced } = this.#finish(engine);
      const notes = this.#learned;
      this.#learned = [];
      const unreadable = unreadIn(report, raised.blindFlowLogs);
      this.#remember(report, unreadable);
      const news = newsOf(raised, this.#told);
      for (const { file, version } of ready) this.#files.set(file.name, version);
      this.#told = new Set([...this.#told, ...news.ids]);
      return {
        news,
        files: report.files.filter(({ kind }) => kind !== 'unknown').length,
        records: report.totals.analyzed,
        silenced,
        unreadable,
        notes,
        leftAlone: report.files.flatMap(({ path, kind, reason, unreadableCount }) =>
          kind === 'unknown' && unreadableCount === 0 ? [{ path, reason: reason ?? 'empty' }] : [],
        ),
      };
    } finally {
      this.#isReading = false;
    }
  }

  #remember({ files }: ReadReport, unreadable: readonly UnreadFile[]): void {
    for (const { path } of files) this.#unread.delete(path);
    for (const { path } of unreadable) this.#unread.add(path);
  }

  /** What the engine holds so far, without what the settings keep quiet. */
  #finish(engine: ReplayEngine) {
    const { settings } = this.#options;
    const { detections, ...outcome } = engine.finish();
    const raised = applySilences({ ...outcome, settings }, detections);
    const total = ({ alarms, findings }: Silenced) => alarms + findings;
    const { silenced = [] } = raised;
    const grown = silenced.filter((one) => total(one) > (this.#quiet.get(one.setting) ?? 0));
    this.#quiet = new Map(silenced.map((one) => [one.setting, total(one)]));
    return { raised, silenced: grown.map(sentenceOf) };
  }

  async #engineFor(seen: readonly WatchedFile[], now: number): Promise<ReplayEngine> {
    if (this.#running !== undefined && now - this.#running.since < CONTEXT_MS) return this.#running.engine;
    const { settings, range, reading, baseline } = this.#options;
    const engine = new ReplayEngine(settings, range);
    this.#quiet = new Map();
    if (baseline !== undefined) this.#learned = await learnBaseline(baseline, engine.baseline, reading);
    const known = seen.filter(({ file, version }) => this.#files.get(file.name) === version);
    const latest = known.reduce((last, { changed = 0 }) => Math.max(last, changed), 0);
    const recent = known.filter(({ changed = latest }) => changed > latest - CONTEXT_MS);
    if (recent.length > 0) {
      await readLogFiles(
        recent.map(({ file }) => file),
        engine,
        reading,
      );
      // What cannot come up again need not be remembered.
      const all = new Set(newsOf(this.#finish(engine).raised, new Set()).ids);
      this.#told = new Set([...this.#told].filter((id) => all.has(id)));
    }
    this.#running = { engine, since: now };
    return engine;
  }
}

/** What of these files cannot be read, or cannot be judged by any rule. */
function unreadIn({ files }: ReadReport, blind: readonly string[]): readonly UnreadFile[] {
  const isBlind = new Set(blind);
  return files.flatMap(({ path, unreadable: [first] }) => {
    if (first !== undefined) return [{ path, reason: first.reason }];
    return isBlind.has(path) ? [{ path, reason: NOTHING_SEEN }] : [];
  });
}

const NOTHING_SEEN =
  'it lacks fields of flow logs without which no rule sees a connection; nothing in it was judged';
