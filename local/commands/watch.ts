import { isoTime } from '../../analysis/iso-time';
import { STANDARD_INPUT } from '../reading/places/open-place';
import { newsLines, renderNews, renderUnread, watchHead } from '../render/render-watch';
import { parseTimeRange } from '../replay/time-range';
import { findSettings } from '../settings/find-settings';
import { mergeSettings } from '../settings/replay-settings';
import type { CommandIo } from '../terminal/command-io';
import { counted } from '../terminal/counted';
import { escapeControl } from '../terminal/escape-control';
import { terminalOf } from '../terminal/terminal';
import { UsageError } from '../terminal/usage-error';
import { follow, type Pace } from '../watch/follow';
import { defaultStateFile, readState, writeState } from '../watch/watch-state';
import { watchedPlace } from '../watch/watched-place';
import { type Look, Watcher } from '../watch/watcher';
import { checkFlowLogFormat } from './options/check-flow-log-format';
import { archiveLimitsOf, type PlaceFlags, wantedKeysOf } from './options/place-options';
import { EXIT } from './output/exit-status';
import { untilStopped } from './output/until-stopped';

export interface WatchOptions extends PlaceFlags {
  /** @default lines for a person on a terminal, JSON elsewhere */
  readonly format?: 'pretty' | 'jsonl';
  readonly state?: string;
  readonly once?: boolean;
  readonly all?: boolean;
  readonly color?: boolean;
  readonly since?: string;
  readonly settings?: string;
  readonly detections?: string;
  readonly baseline?: string;
  readonly flowLogFormat?: string;
}

/** A look at a folder costs a few calls of the file system, at a bucket a request for each thousand objects. */
const PAUSE_MS = { folder: 5_000, bucket: 20_000 };
/** Of a bucket with years of logs, what came before says nothing about what comes now. */
const BUCKET_SINCE = '24h';

/**
 * Follows the logs of a folder or a bucket until Ctrl-C, and prints what the detections find as it comes; 10 where that is
 * above low severity.
 *
 * @param givenPace the clock - @default the real one, until Ctrl-C
 */
export async function watchCommand(
  where: string,
  options: WatchOptions,
  io: CommandIo,
  givenPace?: Pace,
): Promise<number> {
  if (where === STANDARD_INPUT) {
    throw new UsageError(
      'watch follows a folder or a bucket; `npx harborwatch replay -` reads standard input',
    );
  }
  const isBucket = where.startsWith('s3://');
  const since = options.since ?? (isBucket ? BUCKET_SINCE : undefined);
  const range = parseTimeRange({ since });
  const found = await findSettings(where, options.settings, undefined, options.detections);
  const file = options.state ?? defaultStateFile(where, io.env);
  const { flowLogFormat, baseline, all: isAll = false } = options;
  const place = watchedPlace(where, wantedKeysOf(options, range));
  const watcher = new Watcher(place, readState(file, where), {
    settings: mergeSettings(found.given),
    range,
    reading: {
      archiveLimits: archiveLimitsOf(options),
      ...(flowLogFormat !== undefined && { flowLogFormat: checkFlowLogFormat(flowLogFormat) }),
    },
    ...(baseline !== undefined && { baseline }),
  });
  // A place that is none is told before anything else.
  await place.look();
  const { pace, release } =
    givenPace === undefined ? untilStopped(() => watcher.isReading) : { pace: givenPace, release: () => {} };

  const isPretty = (options.format ?? (io.stdout.isTTY === true ? 'pretty' : 'jsonl')) === 'pretty';
  const tell = (lines: readonly string[]) => io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  const note = (text: string) => io.stderr.write(`harborwatch: ${escapeControl(text)}\n`);
  let isLoud = false;
  for (const told of found.notes) note(told);
  if (isPretty) note(`watching ${where} until Ctrl-C; what was read is remembered in ${file}`);
  else tell([watchHead(where)]);
  try {
    await follow(
      watcher,
      pace,
      {
        onLook: (look) => {
          const { news } = look;
          isLoud ||= [...news.alarms, ...news.findings].some(({ severity }) => severity !== 'low');
          const terminal = terminalOf(io.stdout, io.env, options.color);
          const lines = isPretty ? renderNews(news, isAll, terminal) : newsLines(look);
          if (lines.length > 0) tell(lines);
          for (const line of renderUnread(look)) note(line);
          for (const sentence of [...look.silenced, ...look.notes]) note(sentence);
          if (isPretty && lines.length === 0) note(nothingToTell(look));
          writeState(file, where, watcher.state);
        },
        onWaiting: (waiting) => {
          if (isPretty) note(`waiting for ${counted(waiting, 'file')} to be written to the end`);
        },
        onTrouble: (reason) => note(`${reason}; looking again until it can be read`),
        onQuiet: (last) =>
          note(`no new file since ${isoTime(Math.floor(last / 1000))}; are logs still delivered?`),
      },
      { pauseMs: isBucket ? PAUSE_MS.bucket : PAUSE_MS.folder, isOnce: options.once === true },
    );
  } finally {
    release();
    place.close();
  }
  if (isLoud) return EXIT.findings;
  return watcher.unread > 0 ? EXIT.unreadable : EXIT.quiet;
}

function nothingToTell({ files, records, leftAlone }: Look): string {
  const read = `${counted(records, 'record')} in ${counted(files, 'new file')}, nothing to tell`;
  const [first] = leftAlone;
  if (first === undefined) return read;
  return `${read}; ${counted(leftAlone.length, 'file')} left alone (${first.path}: ${first.reason})`;
}
