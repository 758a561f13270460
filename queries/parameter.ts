import { isIP } from 'node:net';
import { QueryError } from './query-error';

/** What a parameter may hold; it decides how its text is checked and written into SQL. */
export const PARAMETER_TYPES = [
  /** A moment: see `parseMoment`. In the SQL it is written `:since_day`, `:since_hour`, `:since_time`, `:since_epoch`. */
  'time',
  /** One string, taken as it is; in a LIKE, `%` and `_` are wildcards. */
  'name',
  /** Strings separated by commas: `('*' in (:regions) or region in (:regions))`. */
  'names',
  /** IPv4 or IPv6 addresses separated by commas, or `*`. */
  'addresses',
  /** Ranges of addresses (CIDR) separated by commas, or `none`. */
  'ranges',
  /** One whole number. */
  'number',
  /** Whole numbers separated by commas. */
  'numbers',
] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** As a person would type it. */
  readonly default: string;
  readonly meaning: string;
}

/** The parameters that most questions share: which window, which accounts, which regions. */
export const STANDARD_PARAMETERS: readonly Parameter[] = [
  { name: 'since', type: 'time', default: '7d', meaning: 'start of the window' },
  { name: 'until', type: 'time', default: 'now', meaning: 'end of the window' },
  { name: 'accounts', type: 'names', default: '*', meaning: 'account ids, or * for all' },
  { name: 'regions', type: 'names', default: '*', meaning: 'regions, or * for all' },
];

const LONGEST_VALUE = 4000;

function items(parameter: Parameter, text: string): readonly string[] {
  const found = text.split(',').map((item) => item.trim());
  if (found.some((item) => item === '')) {
    throw new QueryError(
      `parameter ${parameter.name} is "${text}"; give one or more values with commas between`,
    );
  }
  return found;
}

function stringLiteral(parameter: Parameter, text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into a query
  if (text.length > LONGEST_VALUE || /[\u0000-\u001f\u007f]/.test(text)) {
    throw new QueryError(
      `parameter ${parameter.name} holds a control character or more than ${LONGEST_VALUE} characters; give plain text`,
    );
  }
  return `'${text.replaceAll("'", "''")}'`;
}

function numberLiteral(parameter: Parameter, text: string): string {
  if (!/^-?\d{1,15}$/.test(text)) {
    throw new QueryError(`parameter ${parameter.name} is "${text}"; expected a whole number`);
  }
  return text;
}

function addressLiteral(parameter: Parameter, text: string): string {
  if (text !== '*' && isIP(text) === 0) {
    throw new QueryError(`parameter ${parameter.name} is "${text}"; expected an IPv4 or IPv6 address, or *`);
  }
  return `'${text.toLowerCase()}'`;
}

function rangeLiteral(parameter: Parameter, text: string): string {
  const [address = '', bits = ''] = text.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  const isRange = isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  if (text !== 'none' && !isRange) {
    throw new QueryError(
      `parameter ${parameter.name} is "${text}"; expected a range such as 192.0.2.0/24 or 2001:db8::/32, or none`,
    );
  }
  return `'${text.toLowerCase()}'`;
}

/** The SQL literals for a value that a person typed; escaped, and refused where it is not of the parameter's type. */
export function renderLiterals(parameter: Parameter, text: string): string {
  switch (parameter.type) {
    case 'number':
      return numberLiteral(parameter, text.trim());
    case 'numbers':
      return items(parameter, text)
        .map((item) => numberLiteral(parameter, item))
        .join(', ');
    case 'addresses':
      return items(parameter, text)
        .map((item) => addressLiteral(parameter, item))
        .join(', ');
    case 'ranges':
      return items(parameter, text)
        .map((item) => rangeLiteral(parameter, item))
        .join(', ');
    case 'names':
      return items(parameter, text)
        .map((item) => stringLiteral(parameter, item))
        .join(', ');
    case 'name':
      return stringLiteral(parameter, text);
    case 'time':
      throw new QueryError(
        `parameter ${parameter.name} is a time; write :${parameter.name}_epoch or the like`,
      );
  }
}
