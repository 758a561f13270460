import { cacheFolder } from '../../bin/launcher/cache-folder.cjs';
import { openPlace } from '../reading/places/open-place';
import { readPlace } from '../reading/read-folder';
import { TeeSink } from '../reading/tee-sink';
import { renderOcsf } from '../render/forms/render-ocsf';
import { renderTale, TALE_FORMS } from '../render/render-tale';
import { askAudit } from '../replay/audit-of-replay';
import { replay } from '../replay/replay';
import { ReplayEngine } from '../replay/replay-engine';
import { parseTimeRange } from '../replay/time-range';
import { findSettings } from '../settings/find-settings';
import { mergeSettings } from '../settings/replay-settings';
import { describeSubject, exactName, type Subject } from '../story/subject';
import { SubjectIndex } from '../story/subject-index';
import { TaleSink } from '../story/tale-sink';
import { namesOf, tellTale } from '../story/tell-tale';
import type { CommandIo } from '../terminal/command-io';
import { commandText } from '../terminal/command-text';
import { escapeControl } from '../terminal/escape-control';
import { terminalOf } from '../terminal/terminal';
import { againWords } from './options/again-words';
import { wantedKeysOf } from './options/place-options';
import { readingFormsOf } from './options/reading-forms';
import { EXIT, exitStatus, readingStatus } from './output/exit-status';
import { progressBar } from './output/progress-bar';
import { writeForm } from './output/write-form';
import { type ReplayOptions, settingsOf } from './replay';
import { tellUnread } from './tell-unread';

const MOST_EXAMPLES = 5;

/**
 * Prints all that the logs say of one actor, task, address or other subject, in order of time. The exit status is that of
 * a replay; 2 where the name fits several, 1 where it fits none.
 */
export async function storyCommand(
  who: string,
  folder: string,
  options: ReplayOptions,
  io: CommandIo,
): Promise<number> {
  const range = parseTimeRange(options);
  const found = await findSettings(folder, options.settings, undefined, options.detections);
  const settings = mergeSettings(found.given, settingsOf(options));
  const { baseline, ...forms } = readingFormsOf(options);
  const place = await openPlace(folder, { wanted: wantedKeysOf(options, range) });
  const bar = progressBar(io);
  try {
    const index = new SubjectIndex();
    const { result, detections, known } = await replay({
      ...{ folder, files: await place.files(), settings, range, watcher: index, ...forms },
      ...(baseline !== undefined && { baseline }),
      ruling: found.ruling,
      notes: found.notes,
      onProgress: bar.update,
    });
    bar.stop();
    tellUnread(result, io);
    const { account: accounts } = options;
    const [subject, ...others] = index
      .find(who)
      .filter(({ account }) => account === undefined || accounts?.includes(account) !== false);
    if (subject === undefined) {
      nobody(who, index, io);
      return readingStatus(result) === EXIT.quiet ? EXIT.unexpected : EXIT.unreadable;
    }
    if (others.length > 0) return several(who, [subject, ...others], folder, options, io);

    const names = namesOf(subject, index);
    const sink = new TaleSink(names);
    // The same records as before, without those that the window leaves out.
    const engine = new ReplayEngine(settings, range);
    await readPlace(folder, await place.files(), new TeeSink(engine, sink), forms);
    bar.stop();
    const cache = options.cache === false ? undefined : cacheFolder();
    const audit = await askAudit(place, options.audit, result.read, {
      settings,
      known,
      ...(cache !== undefined && { translationCache: cache }),
      ...(options.since !== undefined && { since: options.since }),
      ...(options.until !== undefined && { until: options.until }),
      ...forms,
    });
    const tale = tellTale(result, audit, names, index, sink);
    const text =
      options.format === 'pretty'
        ? renderTale(tale, terminalOf(io.stdout, io.env, options.color), {
            record: againWords(folder, options),
            query: againWords(folder, options),
          })
        : options.format === 'ocsf'
          ? renderOcsf({ ...result, alarms: tale.alarms, findings: tale.findings }, detections)
          : TALE_FORMS[options.format](tale);
    if (options.out === undefined) io.stdout.write(text);
    else await writeForm(options.out, text, io);
    return exitStatus({ ...result, alarms: tale.alarms, findings: tale.findings });
  } finally {
    bar.stop();
    await place.close();
  }
}

function nobody(who: string, index: SubjectIndex, io: CommandIo): void {
  const names = index
    .examples(MOST_EXAMPLES)
    .map((subject) => `  ${escapeControl(describeSubject(subject))}`);
  io.stderr.write(
    [`harborwatch: no record names ${escapeControl(who)}; there are, among others`, ...names, ''].join('\n'),
  );
}

function several(
  who: string,
  subjects: readonly Subject[],
  folder: string,
  options: ReplayOptions,
  io: CommandIo,
): number {
  const again = againWords(folder, options) ?? [folder];
  const commands = subjects.map(
    (subject) =>
      `  ${escapeControl(commandText('story', nameAmong(subject, subjects), ...again))}  (${escapeControl(describeSubject(subject))})`,
  );
  io.stderr.write(
    [`harborwatch: ${escapeControl(who)} may be any of these; say which`, ...commands, ''].join('\n'),
  );
  return EXIT.wrongUsage;
}

/** A name that only this one has: with its kind, where another kind has it, too. */
function nameAmong(subject: Subject, subjects: readonly Subject[]): string {
  const exact = exactName(subject);
  const isShared = subjects.some((other) => other !== subject && exactName(other) === exact);
  return isShared ? `${subject.kind} ${subject.name}` : exact;
}
