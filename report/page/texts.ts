/** `2026-11-02 09:05:00`, UTC. */
export function timeText(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** `1,234,567`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** `3 records`, `1 record`. */
export function counted(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `3 alarms and findings`, `1 alarm or finding`. */
export function raisedText(count: number): string {
  return count === 1 ? '1 alarm or finding' : `${countText(count)} alarms and findings`;
}

/** `20 of the alarms and findings are not in this page`. */
export function leftOutText(what: string, count: number): string {
  return `${countText(count)} of the ${what} ${count === 1 ? 'is' : 'are'} not in this page`;
}

/** At most so many letters, the end kept: of two long names it is mostly the end that differs. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const end = Math.floor((most - 1) / 2);
  return `${name.slice(0, most - 1 - end)}…${name.slice(-end)}`;
}

/**
 * An actor in so many letters: of people who share a role it is the session that differs, which is kept as long as there is
 * room; of anybody else the end.
 *
 * @example
 * shortActor('role AWSReservedSSO_Developer_0123456789abcdef (lia@example.com)', 30) // 'role AWSRese… (lia@example.com)'
 */
export function shortActor(name: string, most: number): string {
  if (name.length <= most) return name;
  const [, role = '', session = '', account = ''] =
    /^role (\S+) \(([^()]+)\)((?: \(\d{12}\))?)$/.exec(name) ?? [];
  if (session === '') return shortName(name, most);
  // What a service calls its session says less than the role that it takes.
  const told = MADE_UP.test(session) ? `${session.slice(0, 6)}…` : session;
  const end = `… (${told})${account}`;
  const room = most - 'role '.length - end.length;
  if (room >= 3) return `role ${role.slice(0, room)}${end}`;
  if (account !== '') return shortName(name, most);
  return session.length <= most ? session : `${session.slice(0, most - 1)}…`;
}

/** A name that no person chose: digits of an identifier or of a time. */
const MADE_UP = /^(?:[0-9a-f-]{16,}|\d{10,})$/i;

/** `45 s`, `12 min`, `3 h 20 min`, `5 d 4 h`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/**
 * Text of a record as it may be shown: characters that turn the direction of writing, are invisible or control something
 * are told by their number, since `innocent` may else be written backwards.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

// Controls but line break and tab, zero width, direction and its isolates, line separators, byte order mark, tags.
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Rows as tab-separated text, which spreadsheets take. A cell that a spreadsheet would run gets an apostrophe, also behind
 * blanks and quotation marks, which it takes away, and in the wide letters that it takes for the narrow ones; a quotation mark
 * at the beginning does not reach beyond its cell.
 */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(tsvCell).join('\t')).join('\n');
}

function tsvCell(cell: string): string {
  const flat = visible(cell.replace(/[\t\r\n]+/g, ' '));
  if (/^[\s"]*[=+\-@＝＋－＠]/.test(flat) && !/^-?[\d.]+$/.test(flat)) return `'${flat}`;
  return flat.startsWith('"') ? `"${flat.replaceAll('"', '""')}"` : flat;
}
