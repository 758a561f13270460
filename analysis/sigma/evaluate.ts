import { type IPv4, type IPv6, parse, parseCIDR } from 'ipaddr.js';
import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { FieldTest, SigmaExpression, TimePart } from './expression';
import { allValues, fieldSteps, fieldValues } from './field-values';
import { compileLinearRegex } from './linear-regex';
import { compileSigmaText, literalOf } from './sigma-text';

export type RecordTest = (record: JsonObject) => boolean;
type ValueTest = (value: JsonValue, record: JsonObject) => boolean;

/**
 * An expression as a test of records. Texts are compared in any case unless `cased` says otherwise; numbers and truth
 * values equal their texts, since CloudTrail writes `"true"` in one call and `true` in the next. A field that is not
 * there fits nothing but `null` and `exists: false`.
 *
 * @throws RegexError for an expression that was not checked before
 */
export function compileExpression(expression: SigmaExpression): RecordTest {
  switch (expression.kind) {
    case 'and': {
      const tests = expression.of.map(compileExpression);
      return (record) => tests.every((test) => test(record));
    }
    case 'or': {
      const tests = expression.of.map(compileExpression);
      return (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = compileExpression(expression.of);
      return (record) => !test(record);
    }
    case 'keyword': {
      const test = compileValueTest(expression.test);
      return (record) => {
        for (const value of allValues(record)) if (test(value, record)) return true;
        return false;
      };
    }
    case 'field':
      return compileField(expression.field, expression.test);
  }
}

function compileField(field: string, test: FieldTest): RecordTest {
  const steps = fieldSteps(field);
  if (test.kind === 'null') {
    return (record) => fieldValues(record, steps).every((value) => value === null);
  }
  if (test.kind === 'exists') {
    return (record) => fieldValues(record, steps).length > 0 === test.isThere;
  }
  const fits = compileValueTest(test);
  return (record) => fieldValues(record, steps).some((value) => fits(value, record));
}

function compileValueTest(test: FieldTest): ValueTest {
  switch (test.kind) {
    case 'text': {
      const fits = compileSigmaText(test.text, test.isCased);
      const isPart = literalOf(test.text) === undefined;
      return (value) => {
        const text = isPart ? textOfAny(value) : textOf(value);
        return text !== undefined && fits(text);
      };
    }
    case 'number':
      return (value) => value === test.value || value === String(test.value);
    case 'boolean':
      return (value) =>
        value === test.value || (typeof value === 'string' && value.toLowerCase() === String(test.value));
    case 'regex': {
      const fits = compileLinearRegex(test.source, test.flags);
      return (value) => {
        const text = textOfAny(value);
        return text !== undefined && fits(text);
      };
    }
    case 'cidr':
      return inRange(test.range);
    case 'order':
      return (value) => {
        const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
        return typeof number === 'number' && compare(number, test.operator, test.limit);
      };
    case 'time-part': {
      const fits = compileValueTest(test.test);
      return (value, record) => {
        const part = typeof value === 'string' ? timePart(value, test.part) : undefined;
        return part !== undefined && fits(part, record);
      };
    }
    case 'fieldref':
      return compileReference(test);
    case 'null':
      return (value) => value === null;
    case 'exists':
      return () => test.isThere;
  }
}

function textOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Rules that look for a part of `requestParameters` mean it as it is logged: as JSON. */
function textOfAny(value: JsonValue): string | undefined {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : textOf(value);
}

function compileReference({ field, how, isCased }: FieldTest & { kind: 'fieldref' }): ValueTest {
  const steps = fieldSteps(field);
  return (value, record) => {
    const written = textOf(value);
    if (written === undefined) return false;
    const text = isCased ? written : written.toLowerCase();
    return fieldValues(record, steps).some((other) => {
      const found = textOf(other);
      if (found === undefined) return false;
      const wanted = isCased ? found : found.toLowerCase();
      if (how === 'contains') return text.includes(wanted);
      if (how === 'startswith') return text.startsWith(wanted);
      return how === 'endswith' ? text.endsWith(wanted) : text === wanted;
    });
  };
}

function inRange(range: string): ValueTest {
  const [network, bits] = parseCIDR(range);
  return (value) => {
    if (typeof value !== 'string') return false;
    let address: IPv4 | IPv6;
    try {
      address = parse(value);
    } catch {
      // Services stand in the place of addresses: `ecs.amazonaws.com`.
      return false;
    }
    return address.kind() === network.kind() && address.match(network, bits);
  };
}

function compare(value: number, operator: '<' | '<=' | '>' | '>=', limit: number): boolean {
  if (operator === '<') return value < limit;
  if (operator === '<=') return value <= limit;
  return operator === '>' ? value > limit : value >= limit;
}

/** In UTC; the week is that of ISO 8601, the day that of the month. */
function timePart(text: string, part: TimePart): number | undefined {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return undefined;
  switch (part) {
    case 'minute':
      return time.getUTCMinutes();
    case 'hour':
      return time.getUTCHours();
    case 'day':
      return time.getUTCDate();
    case 'week':
      return isoWeek(time);
    case 'month':
      return time.getUTCMonth() + 1;
    case 'year':
      return time.getUTCFullYear();
  }
}

const DAY = 86_400_000;

/** The week whose Thursday it is, counted from the first Thursday of the year. */
function isoWeek(time: Date): number {
  const day = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate());
  const thursday = new Date(day + (4 - (time.getUTCDay() || 7)) * DAY);
  const firstOfYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.ceil(((thursday.getTime() - firstOfYear) / DAY + 1) / 7);
}
