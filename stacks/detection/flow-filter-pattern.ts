import { FILTER_QUOTAS } from '../../analysis/filter-pattern';

/** More ports than a pattern has room for. */
export class TooManyPortsError extends Error {
  override readonly name = 'TooManyPortsError';
}

/**
 * What the subscription keeps of the flow log: lines with an SSH port in any field, replies included, and what was
 * lost. A line of some other number that looks like a port passes as well; the function filters again, after
 * 99 of 100 lines were dropped before anybody pays for it.
 *
 * A term with a regular expression, since a pattern of fields joins its conditions by AND: replies have the port in
 * another field, and SKIPDATA has no ports.
 *
 * @example
 * flowFilterPattern([22, 2222]) // '%\\s22\\s|\\s2222\\s|SKIPDATA%'
 *
 * @throws TooManyPortsError for more ports than 1,024 characters hold
 */
export function flowFilterPattern(sshPorts: readonly number[]): string {
  const pattern = `%${[...sshPorts.map((port) => `\\s${port}\\s`), 'SKIPDATA'].join('|')}%`;
  if (pattern.length > FILTER_QUOTAS.patternCharacters) {
    throw new TooManyPortsError(
      `the setting sshPorts has ${sshPorts.length} ports, which make a filter pattern of ${pattern.length} characters; CloudWatch Logs takes ${FILTER_QUOTAS.patternCharacters}: name fewer`,
    );
  }
  return pattern;
}
