import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isoTime } from '../../analysis/iso-time';
import { endOf } from '../../deployment/silences';
import { openPlace } from '../reading/places/open-place';
import { replay } from '../replay/replay';
import { parseTimeRange } from '../replay/time-range';
import { findSettings, SETTINGS_FILE } from '../settings/find-settings';
import { mergeSettings, type ReplaySettings } from '../settings/replay-settings';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { UsageError } from '../terminal/usage-error';
import { lostExamples, lostIncidents } from '../tune/proof';
import { renderTune } from '../tune/render-tune';
import { RoleBook } from '../tune/role-book';
import { tune } from '../tune/tune';
import { writeTuned } from '../tune/write-settings';
import { wantedKeysOf } from './options/place-options';
import { readingFormsOf } from './options/reading-forms';
import { EXIT, readingStatus } from './output/exit-status';
import { type ReplayOptions, settingsOf } from './replay';
import { tellUnread } from './tell-unread';

export interface TuneOptions extends ReplayOptions {
  readonly perWeek: string;
  readonly owner?: string;
  readonly ends?: string;
  readonly write?: true;
}

const DAYS = 90;

/** Says how noisy the detections would be on these logs, and the fewest settings that bring them under a budget. */
export async function tuneCommand(folder: string, options: TuneOptions, io: CommandIo): Promise<number> {
  const perWeek = Number(options.perWeek);
  if (!Number.isFinite(perWeek) || perWeek < 0) {
    throw new UsageError(`--per-week is ${options.perWeek}; allowed is a number of messages, such as 10`);
  }
  const found = await findSettings(folder, options.settings, undefined, options.detections);
  const settings = mergeSettings(found.given, settingsOf(options));
  const range = parseTimeRange(options);
  const forms = readingFormsOf(options);
  const place = await openPlace(folder, { wanted: wantedKeysOf(options, range) });
  try {
    const files = await place.files();
    const roles = new RoleBook();
    const judged = await replay({
      folder,
      files,
      settings,
      range,
      notes: found.notes,
      watcher: roles,
      ...forms,
    });
    tellUnread(judged.result, io);
    const tuned = await tune({
      settings,
      perWeek,
      first: judged.result,
      catalogue: judged.detections,
      roles,
      replay: async (changed: ReplaySettings) =>
        (await replay({ folder, files: await place.files(), settings: changed, range, ...forms })).result,
      answerable: answerableOf(options),
      labelled: labelsOf(folder),
      lostExamples,
      lostIncidents: (before, after) => lostIncidents(before, after),
    });
    io.stdout.write(renderTune(tuned, perWeek, terminalOf(io.stdout, io.env)));
    if (options.write === true && tuned.steps.length > 0) {
      if (
        options.owner === undefined &&
        tuned.steps.some(({ proposal }) => proposal.kind === 'suppression')
      ) {
        throw new UsageError('suppressions need somebody who answers for them; name them with --owner');
      }
      const written = writeTuned(options.settings ?? SETTINGS_FILE, tuned);
      io.stdout.write(`wrote ${written.join(' and ')}\n`);
    }
    const isUnder = tuned.after.length <= perWeek * tuned.weeks;
    return isUnder ? readingStatus(judged.result) : EXIT.findings;
  } finally {
    await place.close();
  }
}

function answerableOf({ owner = 'nobody yet (--owner names somebody)', ends }: TuneOptions) {
  if (ends === undefined) return { owner, expires: isoTime(Date.now() / 1_000 + DAYS * 86_400) };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(ends) || Number.isNaN(endOf(ends)) || endOf(ends) <= Date.now()) {
    throw new UsageError(`--ends is ${ends}; allowed is a day to come, such as 2026-12-31`);
  }
  return { owner, expires: isoTime(endOf(ends) / 1_000) };
}

/** What the labels of simulated logs expect; nothing where there are none. */
function labelsOf(folder: string): readonly string[] {
  try {
    const labels = JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')) as {
      readonly expected?: { readonly detections?: unknown };
    };
    const detections = labels.expected?.detections;
    return Array.isArray(detections) ? detections.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
