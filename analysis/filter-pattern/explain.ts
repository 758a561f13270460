import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { compileJsonCondition, compileLeaf } from './json-evaluation';
import type { JsonCondition, JsonLeaf, Operator, PatternValue, Selector } from './pattern-tree';
import { renderSelector } from './selector';

/** A condition asked of one record, and why it is true or false. */
export interface Explanation {
  readonly holds: boolean;
  /** What decided, in words, the fewest that do: of alternatives the one that held, of demands those that failed. */
  readonly because: readonly string[];
}

const MOST_ALTERNATIVES = 4;
const MOST_CHARACTERS = 80;

/**
 * Says why a pattern's condition holds for a record, or does not.
 *
 * @example
 * // { ($.eventName = "StopLogging") && ($.errorCode NOT EXISTS) }, of a call that was refused
 * explainCondition(condition, record)
 * // { holds: false, because: ['errorCode is "AccessDenied", and should be absent'] }
 */
export function explainCondition(condition: JsonCondition, record: JsonObject): Explanation {
  if (!('of' in condition)) return explainLeaf(condition, record);
  const holds = compileJsonCondition(condition)(record);
  const parts = condition.of.map((part) => explainCondition(part, record));
  const deciding = parts.filter((part) => part.holds === holds);
  if (condition.kind === 'and') return { holds, because: deciding.flatMap(({ because }) => because) };
  if (holds) return { holds, because: deciding[0]?.because ?? [] };
  const oneField = ofOneField(deciding.flatMap(({ because }) => because));
  return { holds, because: oneField === undefined ? nearestOf(deciding) : [oneField] };
}

/** Alternatives of one field are told once: `eventName is "RunTask", and should be "StopTask" or "StopLogging"`. */
function ofOneField(because: readonly string[]): string | undefined {
  const [first = ''] = because;
  const [about = ''] = first.split(SHOULD);
  const wanted = because.map((text) => text.split(SHOULD));
  const isOneField = wanted.every(([one, other]) => one === about && other !== undefined);
  if (!isOneField) return undefined;
  const all = wanted.map(([, other = '']) => other);
  const more = all.length > MOST_ALTERNATIVES ? ` or ${all.length - MOST_ALTERNATIVES} more` : '';
  return `${about}${SHOULD}${all.slice(0, MOST_ALTERNATIVES).join(' or ')}${more}`;
}

/** Of alternatives about several fields the one that fails on least, and rather not on the name of the call. */
function nearestOf(parts: readonly Explanation[]): readonly string[] {
  const distance = ({ because }: Explanation) =>
    because.length + (because.some((text) => text.startsWith('eventName ')) ? MOST_ALTERNATIVES : 0);
  const [nearest] = [...parts].sort((one, other) => distance(one) - distance(other));
  const [first = '', ...rest] = nearest?.because ?? [];
  return [`of ${parts.length} alternatives the nearest: ${first}`, ...rest];
}

const SHOULD = ', and should be ';

function explainLeaf(leaf: JsonLeaf, record: JsonObject): Explanation {
  const holds = compileLeaf(leaf)(record);
  const name = renderSelector(leaf.selector).slice(2);
  const found = valuesAt(record, leaf.selector);
  const is =
    found.length === 0 ? 'is absent' : `is ${found.slice(0, MOST_ALTERNATIVES).map(shown).join(', ')}`;
  return { holds, because: [holds ? `${name} ${is}` : `${name} ${is}${SHOULD}${wantedBy(leaf)}`] };
}

function wantedBy(leaf: JsonLeaf): string {
  switch (leaf.kind) {
    case 'not-exists':
      return 'absent';
    case 'is':
      return leaf.what.toLowerCase();
    case 'comparison':
      return `${WORDS[leaf.operator]}${describeValue(leaf.value)}`;
  }
}

const WORDS: Readonly<Record<Operator, string>> = {
  '=': '',
  '!=': 'there and other than ',
  '<': 'below ',
  '<=': 'at most ',
  '>': 'above ',
  '>=': 'at least ',
};

function describeValue(value: PatternValue): string {
  switch (value.kind) {
    case 'text':
      return value.text === '*' ? 'there' : `"${value.text}"`;
    case 'number':
      return value.text;
    case 'regex':
      return `like %${value.source}%`;
  }
}

/** Everything that the selector reaches. */
function valuesAt(record: JsonValue, selector: Selector): readonly JsonValue[] {
  let values: readonly JsonValue[] = [record];
  for (const step of selector) {
    values = values.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      if (step.kind === 'any-key' || step.kind === 'any-index') {
        return Object.values(value).filter((item) => item !== undefined);
      }
      const found = (value as JsonObject)[step.kind === 'key' ? step.key : String(step.index)];
      return found === undefined || !Object.hasOwn(value, step.kind === 'key' ? step.key : step.index)
        ? []
        : [found];
    });
  }
  return values;
}

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
