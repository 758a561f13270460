import type { Cursor } from './cursor';
import type { Selector, SelectorStep } from './pattern-tree';

const PLAIN_KEY = /[A-Za-z0-9_-]+/y;
const ONLY_PLAIN_KEY = /^[A-Za-z0-9_-]+$/;
/** Longer array indexes cannot be told apart as numbers. */
const MAX_INDEX_DIGITS = 9;

/**
 * Reads `$.user.id`, `$.users[0].id`, `$.users[*].id`, `$.*`, `$.['key with a dot.']`.
 *
 * @throws FilterPatternError
 */
export function parseSelector(cursor: Cursor): Selector {
  if (!cursor.accept('$'))
    cursor.fail('a condition begins with what it is about', 'a selector such as $.eventName');
  const steps: SelectorStep[] = [];
  for (;;) {
    if (cursor.accept('.')) steps.push(parseMember(cursor));
    else if (cursor.next === '[') steps.push(parseElement(cursor));
    else return checkNotEmpty(cursor, steps);
  }
}

function checkNotEmpty(cursor: Cursor, steps: readonly SelectorStep[]): Selector {
  if (steps.length === 0)
    cursor.fail('the whole event cannot be compared', 'a field below $, such as $.eventName');
  return steps;
}

function parseMember(cursor: Cursor): SelectorStep {
  if (cursor.accept('*')) return { kind: 'any-key' };
  if (cursor.next === '[') return parseBracketKey(cursor);
  const key = cursor.take(PLAIN_KEY);
  if (key === '')
    cursor.fail('the field has no name', "letters, digits, - and _, or ['any name in brackets'], or *");
  if (/[:@#$/]/.test(cursor.next)) {
    cursor.fail(
      `a plain field name cannot hold ${cursor.next}`,
      `the name in brackets: ['${key}${cursor.next}…']`,
    );
  }
  return { kind: 'key', key };
}

function parseBracketKey(cursor: Cursor): SelectorStep {
  const found = cursor.take(/\['[^']+'\]|\["[^"]+"\]/y);
  if (found === '') cursor.fail('the field name in brackets goes wrong', '[\'name\'] or ["name"]');
  return { kind: 'key', key: found.slice(2, -2) };
}

function parseElement(cursor: Cursor): SelectorStep {
  if (cursor.accept('[*]')) return { kind: 'any-index' };
  const digits = /^\[(\d+)\]$/.exec(cursor.look(/\[\d+\]/y))?.[1];
  if (digits === undefined || digits.length > MAX_INDEX_DIGITS) {
    cursor.fail(
      'this is no place in an array',
      "[0], [1], … or [*]; a field name in brackets follows a dot: .['name']",
    );
  }
  cursor.accept(`[${digits}]`);
  return { kind: 'index', index: Number(digits) };
}

/** Writes a selector so that `parseSelector` reads it back; keys cannot hold both kinds of quotes. */
export function renderSelector(selector: Selector): string {
  return `$${selector.map(renderStep).join('')}`;
}

function renderStep(step: SelectorStep): string {
  switch (step.kind) {
    case 'any-key':
      return '.*';
    case 'any-index':
      return '[*]';
    case 'index':
      return `[${step.index}]`;
    case 'key':
      if (ONLY_PLAIN_KEY.test(step.key)) return `.${step.key}`;
      return step.key.includes("'") ? `.["${step.key}"]` : `.['${step.key}']`;
  }
}

export function isWildcard({ kind }: SelectorStep): boolean {
  return kind === 'any-key' || kind === 'any-index';
}
