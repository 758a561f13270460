import {
  BOOLEAN,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api';
import ipaddr from 'ipaddr.js';

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

function address(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
    ? ipaddr.process(text)
    : undefined;
}

function canonical(text: string): string | undefined {
  const found = address(text);
  return found?.kind() === 'ipv6' ? (found as ipaddr.IPv6).toRFC5952String() : found?.toString();
}

function isInNetwork(network: string, text: string): boolean | null {
  const found = address(text);
  if (found === undefined) return null;
  const [base, bits] = ipaddr.parseCIDR(network);
  return found.kind() === base.kind() && found.match(base, bits);
}

/** A double as Athena writes it into text: `1.0E-1` for 0.1, and `0E0` for nothing. */
function doubleText(number: string): string {
  const value = Number(number.replace(/^(-?)inf$/, '$1Infinity'));
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

const FUNCTIONS: readonly TextFunction[] = [
  {
    name: 'athena_ipaddress',
    isOwn: true,
    parameters: 1,
    returns: VARCHAR,
    of: (text = '') => {
      const found = canonical(text);
      if (found === undefined) throw new Error(`Cannot cast value to IPADDRESS: ${text}`);
      return found;
    },
  },
  {
    name: 'athena_try_ipaddress',
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
          for (let row = 0; row < chunk.rowCount; row += 1) {
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
