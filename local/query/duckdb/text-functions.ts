import {
  BOOLEAN,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api';
import ipaddr from 'ipaddr.js';
import { REFUSED } from './macros/macro';

type Argument = string | null;

/** Functions of Athena that no expression of DuckDB's gives: addresses and URLs. NULL for NULL. */
interface TextFunction {
  readonly name: string;
  readonly parameters: number;
  readonly returns: DuckDBType;
  /** Rewritten calls are written with it; Athena has no function of the name. */
  readonly isOwn?: true;
  readonly of: (...args: readonly string[]) => string | boolean | null;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Rows repeat the same addresses, and a question asks of each in several places. */
const addresses = new Map<string, Address | undefined>();
const MOST_ADDRESSES = 10_000;

function address(text: string): Address | undefined {
  const known = addresses.get(text);
  if (known !== undefined || addresses.has(text)) return known;
  const found = parseAddress(text);
  if (addresses.size >= MOST_ADDRESSES) addresses.clear();
  addresses.set(text, found);
  return found;
}

function parseAddress(text: string): Address | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
    ? ipaddr.process(text)
    : undefined;
}

function canonical(text: string): string | undefined {
  const found = address(text);
  return found?.kind() === 'ipv6' ? (found as ipaddr.IPv6).toRFC5952String() : found?.toString();
}

/** A range and the length of its beginning. */
type Network = readonly [Address, number];

/** A question compares every row with the same few ranges. */
const networks = new Map<string, Network>();
const MOST_NETWORKS = 1000;

function networkOf(text: string): Network {
  const known = networks.get(text);
  if (known !== undefined) return known;
  const network = parseNetwork(text);
  if (networks.size >= MOST_NETWORKS) networks.clear();
  networks.set(text, network);
  return network;
}

/** A range is the first of its addresses and a length; Athena refuses one with bits set behind it. */
function parseNetwork(network: string): Network {
  const [base, bits] = ipaddr.isValidCIDR(network) ? ipaddr.parseCIDR(network) : [];
  if (base === undefined || bits === undefined || address(network.split('/')[0] ?? '') === undefined) {
    throw new Error(`${REFUSED}Invalid CIDR: ${network}`);
  }
  const first =
    base.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(network)
      : ipaddr.IPv6.networkAddressFromCIDR(network);
  if (first.toString() !== base.toString()) {
    throw new Error(`${REFUSED}Invalid CIDR: ${network}; the range begins with ${first.toString()}`);
  }
  return [base, bits];
}

function isInNetwork(network: string, text: string): boolean | null {
  const [base, bits] = networkOf(network);
  const found = address(text);
  if (found === undefined) return null;
  return found.kind() === base.kind() && found.match(base, bits);
}

/** Where a text is met for the n-th time, from 1; from the end for n below zero. 0 where it is not. */
function placeOf(text: string, part: string, instance: string): string {
  const wanted = Number(instance);
  if (!Number.isInteger(wanted) || wanted === 0) {
    throw new Error(`${REFUSED}'instance' must be a positive or negative number.`);
  }
  if (part === '') return '1';
  const step = wanted > 0 ? 1 : -1;
  let at = wanted > 0 ? -1 : text.length;
  for (let left = Math.abs(wanted); left > 0; left -= 1) {
    at = wanted > 0 ? text.indexOf(part, at + step) : at === 0 ? -1 : text.lastIndexOf(part, at + step);
    if (at < 0) return '0';
  }
  return String([...text.slice(0, at)].length + 1);
}

/** A double as Athena writes it into text: `1.0E-1` for 0.1, and `0E0` for nothing. */
function doubleText(number: string): string {
  const value = Number(number.replace(/^(-?)inf$/, '$1Infinity'));
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** Characters to insert, remove or replace until one text is the other; DuckDB counts bytes. */
function levenshtein(from: string, to: string): number {
  const target = [...to];
  let row = Array.from({ length: target.length + 1 }, (_, column) => column);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (const [column, other] of target.entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

const FUNCTIONS: readonly TextFunction[] = [
  {
    name: 'athena_to_ipaddress',
    isOwn: true,
    parameters: 1,
    returns: VARCHAR,
    of: (text = '') => {
      const found = canonical(text);
      if (found === undefined) throw new Error(`${REFUSED}Cannot cast value to IPADDRESS: ${text}`);
      return found;
    },
  },
  {
    name: 'athena_try_to_ipaddress',
    isOwn: true,
    parameters: 1,
    returns: VARCHAR,
    of: (text = '') => canonical(text) ?? null,
  },
  {
    name: 'athena_in_network',
    isOwn: true,
    parameters: 2,
    returns: BOOLEAN,
    of: (network = '', text = '') => isInNetwork(network, text),
  },
  {
    name: 'athena_double_text',
    isOwn: true,
    parameters: 1,
    returns: VARCHAR,
    of: (number = '') => doubleText(number),
  },
  {
    name: 'athena_levenshtein',
    isOwn: true,
    parameters: 2,
    returns: VARCHAR,
    of: (from = '', to = '') => String(levenshtein(from, to)),
  },
  {
    name: 'athena_strpos_of',
    isOwn: true,
    parameters: 3,
    returns: VARCHAR,
    of: (text = '', part = '', instance = '') => placeOf(text, part, instance),
  },
  {
    name: 'athena_url_extract_host',
    parameters: 1,
    returns: VARCHAR,
    of: (url = '') => urlOf(url)?.hostname ?? null,
  },
  {
    name: 'athena_url_extract_path',
    parameters: 1,
    returns: VARCHAR,
    // A URL always has a path; the text may have none.
    of: (url = '') => (/^[^/]*\/\/[^/?#]*(?:[?#]|$)/.test(url) ? '' : (urlOf(url)?.pathname ?? null)),
  },
  {
    name: 'athena_url_extract_query',
    parameters: 1,
    returns: VARCHAR,
    of: (url = '') => urlOf(url)?.search.slice(1) || null,
  },
  {
    name: 'athena_url_extract_parameter',
    parameters: 2,
    returns: VARCHAR,
    of: (url = '', name = '') => urlOf(url)?.searchParams.get(name) ?? null,
  },
];

/** The functions that are written `athena_…` before transpiling, as those of the macros are. */
export const TEXT_FUNCTIONS: readonly string[] = FUNCTIONS.filter(({ isOwn }) => isOwn !== true).map(
  ({ name }) => name.replace(/^athena_/, ''),
);

/** Teaches one connection the functions; DuckDB calls them in this thread, a chunk of rows at a time. */
export function registerFunctions(connection: DuckDBConnection): void {
  for (const { name, parameters, returns, of } of FUNCTIONS) {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        returnType: returns,
        parameterTypes: Array.from({ length: parameters }, () => VARCHAR),
        mainFunction: (_info, chunk, output) => {
          const columns = Array.from({ length: parameters }, (_, at) => chunk.getColumnVector(at));
          // DuckDB is asked for it each time.
          const { rowCount } = chunk;
          for (let row = 0; row < rowCount; row += 1) {
            const args = columns.map((column) => column.getItem(row) as Argument);
            const given = args.filter((argument) => argument !== null);
            output.setItem(row, given.length < parameters ? null : of(...given));
          }
          output.flush();
        },
      }),
    );
  }
}
