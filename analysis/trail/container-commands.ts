import { textsAt } from './json-path';
import type { TrailCall } from './trail-call';

/** Where requests tell a container what to run. */
const COMMANDS = [
  'containerDefinitions[].command[]',
  'containerDefinitions[].entryPoint[]',
  'containerDefinitions[].healthCheck.command[]',
  'overrides.containerOverrides[].command[]',
  'primaryContainer.command[]',
  'command',
] as const;

/** Quotes, backslashes and empty substitutions, which a shell takes out of a word: `"ba"sh` is bash. */
const DECORATION = /["'\\]|\$\(\)|\$@/g;

/** A text in base64 that is long enough to be a command. */
const ENCODED = /[A-Za-z0-9+/]{20,}={0,2}/g;

/**
 * Everything that a request tells containers to run, now or by a template later, as one line a container's shell would
 * understand it; what is encoded in it stands once more behind it, decoded.
 */
export function commandsOf(call: TrailCall): string {
  const line = [call, ...call.templated]
    .flatMap(({ request }) => COMMANDS.flatMap((path) => textsAt(request, path)))
    .join(' ');
  const decoded = (line.match(ENCODED) ?? []).map((text) => Buffer.from(text, 'base64').toString('utf8'));
  return [line, ...decoded.filter(isReadable)].join(' ; ').replaceAll(DECORATION, '');
}

/** Text that somebody wrote, and not bytes of something else. */
function isReadable(text: string): boolean {
  return /^[\t\n\r\x20-\x7e]+$/.test(text);
}

const FETCH = String.raw`\b(?:curl|wget|fetch|aria2c|lwp-download)\b`;
const SHELL = String.raw`(?:ba|da|k|z|a)?sh|python[\d.]*|perl|ruby|node|php`;

/** Something is fetched, and what was fetched is run. */
const FETCHED_AND_RUN = [
  new RegExp(String.raw`${FETCH}[^;]*\|\s*(?:sudo\s+)?(?:/\S*/)?(?:${SHELL})\b`),
  new RegExp(String.raw`${FETCH}.*\bchmod\s+(?:-\w+\s+)?(?:\+x|[0-7]*[1357][0-7]*|[augo]*\+\w*x)`),
  new RegExp(String.raw`\b(?:${SHELL})\s+(?:-\w+\s+)?<\(\s*${FETCH}`),
  new RegExp(String.raw`\b(?:eval|source|\.)\s+[\x60$(]+\s*${FETCH}`),
];

/** What the command fetches and runs: a text that says so, or nothing. */
export function fetchedAndRun(commands: string): string | false {
  return FETCHED_AND_RUN.some((pattern) => pattern.test(commands)) && 'fetches something and runs it';
}

/** 169.254.169.254 and 169.254.170.2, and IPv6's fd00:ec2::254 and ::23, as the IPv4 numbers that URLs may hold. */
const METADATA = new Set([0xa9_fe_a9_fe, 0xa9_fe_aa_02, 0xa9_fe_aa_17]);
const HOSTS = /https?:\/\/(?:\[([^\]]+)\]|([\w.]+))/g;

/** The environment of a process, whole, and a way out. */
const ENVIRONMENT_SENT =
  /(?:\b(?:env|printenv|set|export)\b|\/proc\/(?:self|\d+)\/environ)[^;&]*\|[^;]*\b(?:curl|wget|nc|ncat|socat|telnet)\b|\b(?:curl|wget|nc|ncat)\b[^;]*\$\(\s*(?:env|printenv|cat\s+\/proc\/\S+\/environ)\s*\)|\b(?:curl|wget|nc|ncat)\b[^;]*(?:@|<\s*)\/proc\/(?:self|\d+)\/environ/;

/** How the command gets at the credentials of the task or the host, in whatever way the address is written. */
export function credentialsTaken(commands: string): string | false {
  if (ENVIRONMENT_SENT.test(commands)) return 'sends its whole environment away';
  for (const [, six, four = ''] of commands.matchAll(HOSTS)) {
    const host = six ?? four;
    if (/^fd00:ec2::(?:254|23)$/i.test(host)) return `asks ${host} for credentials`;
    const number = ipv4NumberOf(host);
    if (number !== undefined && METADATA.has(number)) return `asks ${host} for credentials`;
  }
  return false;
}

/** An IPv4 address as inet_aton reads it: one to four parts, each decimal, octal or hexadecimal; the last fills up. */
export function ipv4NumberOf(host: string): number | undefined {
  const parts = host.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(?:0x[\da-f]+|\d+)$/i.test(part))) return undefined;
  const numbers = parts.map((part) => (/^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop() as number;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  return numbers.reduce((sum, number, index) => sum + number * 256 ** (3 - index), last);
}
