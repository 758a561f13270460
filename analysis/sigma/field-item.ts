import { parseCIDR } from 'ipaddr.js';
import type { DocumentPath, FieldTest, Report, SigmaExpression, TimePart } from './expression';
import { joined, TIME_PARTS } from './expression';
import { compileLinearRegex, RegexError } from './linear-regex';
import { ANY, concatText, parseSigmaText, type SigmaText } from './sigma-text';
import { base64Forms, type Encoding } from './text-encodings';

/** One line of a search: `field|modifier|modifier`, without a field for words anywhere in the record. */
interface FieldItem {
  readonly field: string | undefined;
  readonly modifiers: readonly string[];
}

/** Modifiers that say how a text is found, of which a line has one. */
const OPEN = { contains: [true, true], startswith: [false, true], endswith: [true, false] } as const;
const ORDER = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;
const ENCODINGS: { readonly [modifier: string]: Encoding } = {
  wide: 'utf16le',
  utf16le: 'utf16le',
  utf16be: 'utf16be',
  utf16: 'utf16',
};
const FLAGS = ['i', 'm', 's'];
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(OPEN),
  ...Object.keys(ORDER),
  ...Object.keys(ENCODINGS),
  ...FLAGS,
  ...TIME_PARTS,
  ...['all', 'cased', 're', 'cidr', 'base64', 'base64offset', 'exists', 'fieldref', 'neq'],
]);
/** Known to Sigma, and with nothing here to mean. */
const REFUSED: { readonly [modifier: string]: string } = {
  windash: 'is about the dashes of Windows command lines, which no CloudTrail record has',
  expand: 'stands for a list that only the tool of its author has; write the values out',
};
const MOST_VALUES = 1_000;
const MOST_VALUE_CHARACTERS = 4_096;

/** The expression of one line; mistakes go to `report`, and what is wrong then fits nothing. */
export function readFieldItem(
  written: string,
  value: unknown,
  path: DocumentPath,
  report: Report,
): SigmaExpression | undefined {
  const [name = '', ...modifiers] = written.split('|');
  const item: FieldItem = { field: name === '' ? undefined : name, modifiers };
  const wrong = modifierProblem(item);
  if (wrong !== undefined) {
    report(path, wrong);
    return undefined;
  }
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) {
    report(path, `${written} has an empty list; name at least one value`);
    return undefined;
  }
  if (values.length > MOST_VALUES) {
    report(path, `${written} has ${values.length} values; at most ${MOST_VALUES}`);
    return undefined;
  }
  const parts = values.map((one, index) =>
    readValue(item, one, Array.isArray(value) ? [...path, index] : path, report),
  );
  if (!parts.every((part) => part !== undefined)) return undefined;
  const expression = joined(modifiers.includes('all') ? 'and' : 'or', parts);
  return modifiers.includes('neq') ? { kind: 'not', of: expression } : expression;
}

function modifierProblem({ field, modifiers }: FieldItem): string | undefined {
  for (const modifier of modifiers) {
    const refused = REFUSED[modifier];
    if (refused !== undefined) return `the modifier ${modifier} ${refused}`;
    if (!KNOWN.has(modifier)) {
      return `there is no modifier "${modifier}"; known are ${[...KNOWN].join(', ')}`;
    }
  }
  const has = (...names: readonly string[]) => modifiers.filter((modifier) => names.includes(modifier));
  const ways = has(...Object.keys(OPEN), ...Object.keys(ORDER), 're', 'cidr', 'exists');
  const isReference = modifiers.includes('fieldref');
  if (ways.length > 1) return `the modifiers ${ways.join(' and ')} exclude each other; use one`;
  if (isReference && has('re', 'cidr', 'exists', ...Object.keys(ORDER)).length > 0) {
    return `the modifiers fieldref and ${ways.join(', ')} exclude each other; use one`;
  }
  if (has(...FLAGS).length > 0 && !modifiers.includes('re')) {
    return `the modifier ${has(...FLAGS).join(', ')} belongs behind re`;
  }
  if (has('base64offset').length > 0 && has('contains').length === 0) {
    return 'the modifier base64offset finds a part of a text; write base64offset|contains';
  }
  if (
    field === undefined &&
    has('exists', 'fieldref', ...TIME_PARTS, ...Object.keys(ORDER), 'neq').length > 0
  ) {
    return `the modifier ${modifiers.join('|')} needs the name of a field before it`;
  }
  return undefined;
}

function readValue(
  { field, modifiers }: FieldItem,
  value: unknown,
  path: DocumentPath,
  report: Report,
): SigmaExpression | undefined {
  const tests = testsOf(modifiers, value, path, report);
  if (tests === undefined) return undefined;
  const asked = tests.map(
    (test): SigmaExpression =>
      field === undefined ? { kind: 'keyword', test } : { kind: 'field', field, test },
  );
  return joined('or', asked);
}

/** What is asked for one value; several where any of them will do. */
function testsOf(
  modifiers: readonly string[],
  value: unknown,
  path: DocumentPath,
  report: Report,
): readonly FieldTest[] | undefined {
  const has = (name: string) => modifiers.includes(name);
  const refuse = (message: string) => {
    report(path, message);
    return undefined;
  };
  if (typeof value === 'string' && value.length > MOST_VALUE_CHARACTERS) {
    return refuse(`the value has ${value.length} characters; at most ${MOST_VALUE_CHARACTERS}`);
  }
  const isCased = has('cased');
  if (has('exists')) {
    if (typeof value !== 'boolean') return refuse(`exists is ${shown(value)}; allowed are true and false`);
    return [{ kind: 'exists', isThere: value }];
  }
  const part = TIME_PARTS.find((one) => has(one));
  if (part !== undefined) {
    const rest = modifiers.filter((modifier) => modifier !== part);
    const inner = testsOf(rest, value, path, report);
    return inner?.map((test) => ({ kind: 'time-part', part: part as TimePart, test }));
  }
  const order = Object.entries(ORDER).find(([name]) => has(name));
  if (order !== undefined) {
    const limit = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof limit !== 'number' || !Number.isFinite(limit)) {
      return refuse(`${order[0]} compares numbers, and the value is ${shown(value)}`);
    }
    return [{ kind: 'order', operator: order[1], limit }];
  }
  if (has('fieldref')) {
    if (typeof value !== 'string' || value === '') {
      return refuse(`fieldref is ${shown(value)}; allowed is the name of another field`);
    }
    const how = (Object.keys(OPEN) as (keyof typeof OPEN)[]).find((name) => has(name)) ?? 'equals';
    return [{ kind: 'fieldref', field: value, how, isCased }];
  }
  if (has('cidr')) {
    if (typeof value !== 'string' || !isRange(value)) {
      return refuse(`cidr is ${shown(value)}; allowed is a range such as 192.0.2.0/24`);
    }
    return [{ kind: 'cidr', range: value }];
  }
  if (has('re')) return readRegex(modifiers, value, refuse);
  if (value === null)
    return modifiers.length === 0 || has('all') || has('neq')
      ? [{ kind: 'null' }]
      : refuse('null takes no modifier');
  const isText = modifiers.some(
    (modifier) => modifier in OPEN || modifier in ENCODINGS || modifier.startsWith('base64'),
  );
  if (!isText && typeof value === 'number') return [{ kind: 'number', value }];
  if (!isText && typeof value === 'boolean') return [{ kind: 'boolean', value }];
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return refuse(`the value is ${shown(value)}; allowed are texts, numbers, true, false and null`);
  }
  return readTexts(modifiers, String(value), isCased, refuse);
}

type Refuse = (message: string) => undefined;

function readTexts(
  modifiers: readonly string[],
  value: string,
  isCased: boolean,
  refuse: Refuse,
): readonly FieldTest[] | undefined {
  const encoding = modifiers.map((modifier) => ENCODINGS[modifier]).find((one) => one !== undefined);
  const base64 = modifiers.find((modifier) => modifier.startsWith('base64'));
  if (encoding !== undefined && base64 === undefined) {
    return refuse('the modifiers of UTF-16 go before base64 or base64offset; JSON holds no other encodings');
  }
  let texts: readonly SigmaText[] = [parseSigmaText(value)];
  if (base64 !== undefined) {
    const literal = texts[0]?.length === 1 ? texts[0][0] : undefined;
    if (typeof literal !== 'string')
      return refuse(`${base64} takes a text without wildcards that is not empty`);
    // What is encoded is compared letter by letter: in another case it would be another text.
    texts = base64Forms(literal, encoding ?? 'utf8', base64 === 'base64offset').map((form) => [form]);
  }
  const open = Object.entries(OPEN).find(([name]) => modifiers.includes(name))?.[1] ?? [false, false];
  return texts.map((text) => ({
    kind: 'text',
    text: concatText(open[0] ? ANY : [], text, open[1] ? ANY : []),
    isCased: isCased || base64 !== undefined,
  }));
}

function readRegex(
  modifiers: readonly string[],
  value: unknown,
  refuse: Refuse,
): readonly FieldTest[] | undefined {
  if (typeof value !== 'string') return refuse(`re is ${shown(value)}; allowed is a regular expression`);
  const flags = FLAGS.filter((flag) => modifiers.includes(flag)).join('');
  try {
    compileLinearRegex(value, flags);
  } catch (error) {
    if (error instanceof RegexError) return refuse(error.message);
    throw error;
  }
  return [{ kind: 'regex', source: value, flags }];
}

function isRange(text: string): boolean {
  try {
    parseCIDR(text);
    return true;
  } catch {
    return false;
  }
}

/** A value as a message says it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
