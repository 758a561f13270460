import { isFlowText } from '../../records/envelopes/unwrap-below';

/** A flow of the default format behind whatever a collector wrote before it. */
const MARKED_FLOW = /\s(\d+ (?:\d{12}|unknown) eni-\w+(?: \S+){11,})\s*$/;
/** A member of YAML, as the AWS CLI writes `events[].message`. */
const YAML_MEMBER = /^[\s-]*'?@?message'?: (.+)$/;
const DIGIT_ZERO = 48;
const DIGIT_NINE = 57;

/**
 * The flow log lines within a line that is none: cells parted by tabs (AWS CLI, `--output text`), a member of YAML, a
 * mark of syslog before it. Undefined where there is none.
 */
export function flowsWithin(line: string): readonly string[] | undefined {
  if (line.includes('\t')) {
    const cells = line.split('\t').filter(isFlowText);
    return cells.length === 0 ? undefined : cells.map((cell) => cell.trim());
  }
  const first = line.charCodeAt(0);
  if (first >= DIGIT_ZERO && first <= DIGIT_NINE) return undefined;
  const [, member] = YAML_MEMBER.exec(line) ?? [];
  const text = member?.replace(/^(['"])(.*)\1\s*$/, '$2');
  if (text !== undefined && isFlowText(text)) return [text.trim()];
  const [, marked] = MARKED_FLOW.exec(line) ?? [];
  return marked === undefined ? undefined : [marked];
}

/** Most characters of a record that is written over lines. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Puts a record together that was written over lines, as `aws logs tail --format json` and people's notes have it: from a
 * line that is an opening brace to the next that is a closing one.
 */
export class RecordOverLines {
  #text = '';

  get isOpen(): boolean {
    return this.#text !== '';
  }

  /** Does the line begin one? */
  static begins(line: string): boolean {
    return line.startsWith('{') && line.trimEnd() === '{';
  }

  /** Takes a line; gives the record once it is whole, or what there is where it is too long to be one. */
  add(line: string): string | undefined {
    this.#text += `${line}\n`;
    if (!/^\}[\s,]*$/.test(line) && this.#text.length < LONGEST) return undefined;
    return this.take();
  }

  /** What there is so far. */
  take(): string {
    const text = this.#text.replace(/,\s*$/, '');
    this.#text = '';
    return text;
  }
}
