import { isoTime } from '../../analysis/iso-time';
import { actorDeeds } from '../story/actor-deeds';
import type { Terminal } from '../terminal/terminal';
import type { News } from '../watch/news';
import type { Look } from '../watch/watcher';
import { toAlarm, toFinding } from './forms/json';
import { renderActor } from './pretty/render-summary';

/** `2026-11-02 09:05:12  ` */
const TIME_WIDTH = 21;

/**
 * One line an actor, the worst first: when it began, how grave it is, who did what to what.
 *
 * @param isAll tells who did nothing above low severity, too
 */
export function renderNews(news: News, isAll: boolean, terminal: Terminal): readonly string[] {
  const narrowed = { ...terminal, width: terminal.width - TIME_WIDTH };
  return actorDeeds(news)
    .filter(({ severity }) => isAll || severity !== 'low')
    .map((actor) => {
      const at = Math.min(...actor.deeds.map((deed) => deed.at));
      const time = isoTime(at).replace('T', ' ').replace('Z', '').padEnd(TIME_WIDTH);
      const [line = ''] = renderActor(actor, 1, narrowed, isAll);
      return `${time}${line}`;
    });
}

/** The first line of the other form; each further one is an alarm, a finding or a file that could not be read. */
export function watchHead(place: string): string {
  return lineOf({ line: 'watch', format: 'harborwatch-watch-lines/1', place });
}

/** The same in JSON, a line each: docs/schemas/watch-lines.schema.json. */
export function newsLines({ news: { alarms, findings }, unreadable }: Look): readonly string[] {
  return [
    ...alarms.map((alarm) => lineOf({ line: 'alarm', ...toAlarm(alarm) })),
    ...findings.map((finding) => lineOf({ line: 'finding', ...toFinding(finding) })),
    ...unreadable.map(({ path, reason }) => lineOf({ line: 'unreadable', file: path, reason })),
  ];
}

/** For standard error: a file that is not whole is read again when it changes. */
export function renderUnread({ unreadable }: Look): readonly string[] {
  return unreadable.map(({ path, reason }) => `${path}: ${reason}; it is read again when it changes`);
}

function lineOf(value: object): string {
  return JSON.stringify(value);
}
