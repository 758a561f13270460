import { clockOf, fractionOf, instantOf, otherZone } from './clocks';
import { Refusal } from './refusal';
import {
  callNode,
  castNode,
  type Node,
  nodeAt,
  operatorNode,
  raw,
  stringLiteral,
  text,
  textAt,
} from './sql-tree';
import type { Translation } from './translation';
import { UTC, WRITTEN_TIME, zoneNamed } from './zones';

/** Types of which a cast is a macro, by the parser's name: `athena_to_integer` refuses what Athena refuses. */
const MACROS: Readonly<Record<string, string>> = {
  tiny_int: 'tinyint',
  small_int: 'smallint',
  int: 'integer',
  big_int: 'bigint',
  double: 'double',
  float: 'real',
  real: 'real',
  boolean: 'boolean',
};

function toText(value: unknown, width: unknown, isTry: boolean, t: Translation): Node {
  const kind = t.kindOf(value);
  // A time in UTC that is written out shows as many digits as it was given; the macro shows milliseconds.
  const isWritten = kind?.is === 'instant' && nodeAt(value, 'literal') !== undefined;
  const zone = otherZone(kind) ?? (isWritten ? UTC : undefined);
  const shown = (time: Node) => callNode('strftime', time, text(`%Y-%m-%d %H:%M:%S${fractionOf(value)}`));
  const whole =
    zone !== undefined
      ? operatorNode('concat', shown(clockOf(t.rewrite(value), zone)), text(` ${zone}`))
      : kind?.is === 'timestamp'
        ? shown(t.rewrite(value))
        : callNode(isTry ? 'athena_try_varchar' : 'athena_varchar', t.rewrite(value));
  return typeof width === 'number' ? callNode('substr', whole, raw('1'), raw(String(width))) : whole;
}

/** A text as a time with a zone: the zone has to be known before the text is read, unless it is UTC. */
function toInstant(value: unknown, t: Translation, prefix: string): Node {
  const written = stringLiteral(value)?.match(WRITTEN_TIME)?.groups;
  const zone = written?.['zone'] === undefined ? UTC : zoneNamed(written['zone']);
  if (written?.['time'] !== undefined && zone !== UTC) {
    return instantOf(text(written['time']), zone);
  }
  return callNode(`${prefix}instant`, t.rewrite(value));
}

/** A time in its own zone as one without zone. */
function onItsClock(value: unknown, t: Translation): Node {
  const zone = otherZone(t.kindOf(value));
  return zone === undefined ? t.rewrite(value) : clockOf(t.rewrite(value), zone);
}

/** `cast(row(1, 'a') as row(x integer, y varchar))`: members by their place, whose names the cast gives. */
function rowOf(value: unknown, t: Translation): Node | undefined {
  const call = nodeAt(value, 'function');
  if (textAt(call, 'name')?.toLowerCase() !== 'row') return undefined;
  const args = call?.['args'];
  return callNode('row', ...(Array.isArray(args) ? args : []).map(t.rewrite));
}

/** A cast as Athena means it; `try_cast` gives NULL where `cast` refuses. */
export function rewriteCast(payload: Node, isTry: boolean, t: Translation): Node {
  const value = payload['this'];
  const to = nodeAt(payload, 'to') ?? {};
  const type = String(to['data_type']);
  const name = textAt(to, 'name')?.toLowerCase() ?? '';
  const prefix = isTry ? 'athena_try_to_' : 'athena_to_';
  if (payload['double_colon_syntax'] === true) {
    throw new Refusal('Athena has no `::`; write cast(… as …)', '::');
  }
  if (type === 'var_char' || type === 'text') return toText(value, to['length'], isTry, t);
  if (name === 'ipaddress') return callNode(`${prefix}ipaddress`, t.rewrite(value));
  if (type === 'date') return callNode(`${prefix}date`, onItsClock(value, t));
  if (type === 'timestamp' && to['timezone'] === true) return toInstant(value, t, prefix);
  if (type === 'timestamp') return callNode(`${prefix}timestamp`, onItsClock(value, t));
  if (type === 'json' || name === 'json') {
    return t.kindOf(value)?.is === 'json' ? t.rewrite(value) : callNode('to_json', t.rewrite(value));
  }
  const macro = MACROS[type];
  if (macro !== undefined) return callNode(`${prefix}${macro}`, t.rewrite(value));
  if (type === 'char' || type === 'time' || type === 'custom') {
    throw new Refusal(
      `casts to ${name === '' ? type : name} are not known here; ask --on athena`,
      name === '' ? type : name,
    );
  }
  const inner = rowOf(value, t) ?? t.rewrite(value);
  return { [isTry ? 'try_cast' : 'cast']: { ...payload, this: inner } };
}

/** A date, a time, or a time with its zone, as the question writes it out. */
export function rewriteTimeLiteral(literal: Node): Node | undefined {
  const [type, value] = [textAt(literal, 'literal_type'), textAt(literal, 'value') ?? ''];
  if (type === 'date') return callNode('athena_to_date', text(value));
  if (type !== 'timestamp') return undefined;
  const { time, zone } = value.match(WRITTEN_TIME)?.groups ?? {};
  if (time === undefined) {
    throw new Refusal(`'${value}' is not a timestamp; write it as '2026-11-02 08:15:00'`, value);
  }
  return zone === undefined ? castNode(text(time), 'TIMESTAMP') : instantOf(text(time), zoneNamed(zone));
}
