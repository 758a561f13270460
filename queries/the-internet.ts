import { rangePattern } from './range-pattern';
import SSH_CONSTANTS from './ssh-constants.json';

/** Of networks that have addresses of their own, and of a machine itself: IPv4 as it begins. */
const PRIVATE_IPV4 = [
  '^(0\\.',
  '10\\.',
  '127\\.',
  '169\\.254\\.',
  '172\\.(1[6-9]|2[0-9]|3[01])\\.',
  '192\\.168\\.',
];

/**
 * Addresses that are not the internet, as a regular expression that Athena and JavaScript read alike: private, shared,
 * link-local, loopback, multicast, broadcast and reserved ranges (IANA's registries of special-purpose addresses,
 * RFC 6890), with the ranges of documentation taken for the internet. It says what `isPublicAddress` says; a test holds
 * the two together.
 */
export const NOT_THE_INTERNET = [
  ...PRIVATE_IPV4,
  '192\\.0\\.0\\.',
  '192\\.88\\.99\\.',
  '192\\.31\\.196\\.',
  '192\\.52\\.193\\.',
  '192\\.175\\.48\\.',
  '198\\.1[89]\\.',
  '100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.',
  '(22[4-9]|23[0-9]|24[0-9]|25[0-5])\\.',
  '::$',
  '::1$',
  '::[fF]{4}:(0|10|127)\\.',
  '[fF][cCdD][0-9a-fA-F]{2}:',
  '[fF][eE][89a-fA-F][0-9a-fA-F]:',
  '[fF][fF][0-9a-fA-F]{2}:',
  '100::',
  '64:[fF][fF]9[bB]:',
  '2001:(:|0*1?[0-9a-fA-F]{1,2}:)',
  '2002:',
  '5[fF]00:)',
].join('|');

/**
 * Addresses of which nobody outside sends, as a regular expression: private, shared, link-local, loopback, multicast and
 * broadcast ones. Reserved ones, as anonymized flow logs have them, are outside. It says the opposite of `isOutsideAddress`.
 */
export const INSIDE_OR_NOBODY = [
  ...PRIVATE_IPV4,
  '100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.',
  '(22[4-9]|23[0-9])\\.',
  '255\\.255\\.255\\.255$',
  '::$',
  '::1$',
  '::[fF]{4}:(0|10|127)\\.',
  '[fF][cCdD][0-9a-fA-F]{2}:',
  '[fF][eE][89a-bA-B][0-9a-fA-F]:',
  '[fF][fF][0-9a-fA-F]{2}:)',
].join('|');

/** What has the shape of an address at all: not a service (`ecs.amazonaws.com`), and not `-`. */
export const AN_ADDRESS = '^([0-9]{1,3}\\.){3}[0-9]{1,3}$|^[0-9a-fA-F]*:[0-9a-fA-F:.]+$';

/** What the owner's own public ranges are called where values of parameters are given: any question takes it. */
export const INSIDE_RANGES = 'inside_ranges';

/**
 * Text of a constant with the owner's own ranges, commas between them, among what is not the internet.
 *
 * @throws Error for what is no range
 */
export function constantWith(name: string, insideRanges: string | undefined): string | undefined {
  const places = insideRanges === undefined ? undefined : PLACES[name];
  if (insideRanges === undefined || places === undefined) return CONSTANTS[name];
  const own = insideRanges.split(',').map((range) => rangePattern(range.trim()));
  return `'${places.slice(0, -1)}|${own.join('|')})'`;
}

/** Constants to which the owner's own public ranges belong. */
const PLACES: Readonly<Record<string, string>> = {
  not_the_internet: NOT_THE_INTERNET,
  inside_or_nobody: INSIDE_OR_NOBODY,
};

/**
 * What questions write as `:an_address` and `:not_the_internet`, and what the rules on SSH judge by (`ssh-constants.json`,
 * which `npm run docs` writes from `analysis/ssh`); no parameters, since nobody sets them.
 */
export const CONSTANTS: Readonly<Record<string, string>> = {
  ...SSH_CONSTANTS,
  an_address: `'${AN_ADDRESS}'`,
  not_the_internet: `'${NOT_THE_INTERNET}'`,
  inside_or_nobody: `'${INSIDE_OR_NOBODY}'`,
};
