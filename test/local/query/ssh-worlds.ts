import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isOutsideAddress } from '../../../analysis/ssh/connections/addresses';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { drawMix } from '../../analysis/ssh/fresh/mix';
import { FLOW_SCENARIOS } from '../../handlers/harness/flow-scenarios';

const SHARED = path.join(__dirname, '../../../../shared');
const ZOO = path.join(SHARED, 'trials/ssh-zoo');
const CAPTURES = path.join(SHARED, 'data/flow-logs/captures');

/** Flow logs of one mix or capture, its addresses told apart from those of all others. */
export interface WorldPart {
  readonly name: string;
  readonly text: string;
}

/** The default format of AWS, in which nothing says who opened a connection. */
const DEFAULT_FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/**
 * `SSH_WORLDS=all` takes all flows. What each commit is judged by is every mix and capture, in both formats, but of large mixes
 * one pair of addresses in seven, and of drawn ones one player of each course and side where all have three.
 */
export const IS_WHOLE = process.env['SSH_WORLDS'] === 'all';
const LARGE_CHARACTERS = 1_000_000;
/** A prime, since mixes go through their courses in turn. */
const ONE_PAIR_IN = 7;

/** The parts of a world that are not here, to be told as skipped. */
export const ABSENT = [ZOO, CAPTURES]
  .filter((folder) => !existsSync(folder))
  .map((folder) => path.basename(folder));

/**
 * All flows on SSH that there are to judge, in one format, or those that need nothing beside the project: each mix of measured connections, the mixes that are drawn from
 * a seed, and the labelled captures. Each has addresses of its own, as far outside as they were, so that all can be judged at once.
 */
export function worldOf(
  format: 'flags' | 'default',
  { ofProject = false }: { readonly ofProject?: boolean } = {},
): readonly WorldPart[] {
  const own = [...fresh(format), scenarios(format)];
  const parts = ofProject ? own : [...zoo(), ...captures(format), ...own];
  return parts.map(({ name, text }, index) => {
    const [header = '', ...lines] = text.trim().split('\n');
    const fields = header.split(' ');
    const kept = format === 'flags' ? fields : DEFAULT_FIELDS.split(' ');
    const places = kept.map((field) => fields.indexOf(field));
    const named = namesOf(index + 1);
    const rows = lines.map((line) => {
      const values = line.split(' ');
      return kept
        .map((field, at) => {
          const value = values[places[at] as number] ?? '-';
          return field.endsWith('addr') ? named(value) : value;
        })
        .join(' ');
    });
    return { name, text: `${[kept.join(' '), ...rows].join('\n')}\n` };
  });
}

/** Gives each address one of the part's own: a number in 203.0.0.0/8 or in 10.0.0.0/8. */
function namesOf(part: number): (address: string) => string {
  const names = new Map<string, string>();
  return (address) => {
    if (!address.includes('.')) return address;
    const number = names.size;
    const name =
      names.get(address) ?? `${isOutsideAddress(address) ? 203 : 10}.${part}.${number >> 8}.${number & 255}`;
    names.set(address, name);
    return name;
  };
}

function zoo(): WorldPart[] {
  if (!existsSync(ZOO)) return [];
  return readdirSync(ZOO)
    .filter((file) => file.endsWith('.log.gz'))
    .map((file) => ({
      name: file.replace('.log.gz', ''),
      text: thinned(gunzipSync(readFileSync(path.join(ZOO, file))).toString()),
    }));
}

/** Of a large mix some pairs of addresses, each with all its flows in both directions. */
function thinned(text: string): string {
  if (IS_WHOLE || text.length < LARGE_CHARACTERS) return text;
  const [header = '', ...lines] = text.trim().split('\n');
  const fields = header.split(' ');
  const [from, to] = [fields.indexOf('srcaddr'), fields.indexOf('dstaddr')];
  const pairs = new Map<string, number>();
  const kept = lines.filter((line) => {
    const values = line.split(' ');
    const pair = [values[from], values[to]].toSorted().join(' ');
    const number = pairs.get(pair) ?? pairs.size;
    pairs.set(pair, number);
    return number % ONE_PAIR_IN === 0;
  });
  return [header, ...kept].join('\n');
}

function captures(format: 'flags' | 'default'): WorldPart[] {
  if (!existsSync(CAPTURES)) return [];
  return readdirSync(CAPTURES)
    .filter((file) => file.includes(format === 'flags' ? '.v5.log' : '.v2.log'))
    .map((file) => {
      const raw = readFileSync(path.join(CAPTURES, file));
      return { name: file, text: (file.endsWith('.gz') ? gunzipSync(raw) : raw).toString() };
    });
}

const FIELDS = `${DEFAULT_FIELDS} tcp-flags`;

/** `FRESH_SEED` draws other ones. */
function fresh(format: 'flags' | 'default'): WorldPart[] {
  const seed = Number(process.env['FRESH_SEED'] ?? 1);
  return [60, 600].flatMap((window) =>
    [false, true].map((isTogether) => {
      const log = { window, hasFlags: format === 'flags' };
      const { records } = drawMix({
        seed: seed * 100 + window + Number(isTogether),
        log,
        isTogether,
        ofEach: IS_WHOLE ? 3 : 1,
      });
      return {
        name: `fresh, ${window} s a window, ${isTogether ? 'together' : 'apart'}`,
        text: textOf(records),
      };
    }),
  );
}

/** What the rules are for, a kind at a time, each with addresses of its own. */
function scenarios(format: 'flags' | 'default'): WorldPart {
  const records = FLOW_SCENARIOS.flatMap((scenario) => scenario.records);
  const told = format === 'flags' ? records : records.map((record) => ({ ...record, tcpFlags: undefined }));
  return { name: 'scenarios of the rules', text: textOf(told) };
}

function textOf(records: readonly FlowRecord[]): string {
  const lines = records.map((r) =>
    [
      ...[
        5,
        '111122223333',
        r.interfaceId,
        r.srcaddr,
        r.dstaddr,
        r.srcport,
        r.dstport,
        r.protocol,
        r.packets,
      ],
      ...[r.bytes, r.start, r.end, r.action, 'OK', r.tcpFlags ?? '-'],
    ].join(' '),
  );
  return [FIELDS, ...lines].join('\n');
}
