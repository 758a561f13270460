import type { Query } from './query';
import { INSIDE_RANGES } from './the-internet';

/** What the owner of a fleet says about it, as far as questions can ask by it. */
export interface QuestionSettings {
  /** Ports on which the fleet's SSH daemons listen. */
  readonly sshPorts?: readonly number[];
  /** Ranges whose SSH is expected. */
  readonly trustedCidrs?: readonly string[];
  /** Public ranges that are the owner's own. */
  readonly insideCidrs?: readonly string[] | undefined;
  /** Exact ARNs of the roles that deploy. */
  readonly deployRoles?: readonly string[];
  /** Regions that the fleet lives in; absent where nobody said. */
  readonly homeRegions?: readonly string[];
  /** What the owner changed of the numbers that rules compare with, by detection and name. */
  readonly thresholds?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
}

type Fill = (settings: QuestionSettings, standard: string) => string | undefined;

const listed = (values: readonly (string | number)[] | undefined) =>
  values === undefined || values.length === 0 ? undefined : values.join(',');

/** Parameters that settings fill, by the name under which a question declares them. */
const FILLS: Readonly<Record<string, Fill>> = {
  ssh_ports: ({ sshPorts }) => listed(sshPorts),
  /** Ports of SSH in general, and those of the fleet among them. */
  known_ssh_ports: ({ sshPorts = [] }, standard) => {
    const known = standard.split(',').map((port) => port.trim());
    const more = sshPorts.map(String).filter((port) => !known.includes(port));
    return more.length === 0 ? undefined : [...known, ...more].join(',');
  },
  trusted_ranges: ({ trustedCidrs }) => listed(trustedCidrs),
  deploy_roles: ({ deployRoles }) => listed(deployRoles),
  home_regions: ({ homeRegions }) => listed(homeRegions),
};

type ThresholdName = readonly [detection: string, name: string];

/** The numbers of detections that parameters of questions stand for, by question and parameter. */
export const THRESHOLD_PARAMETERS: Readonly<Record<string, Readonly<Record<string, ThresholdName>>>> = {
  'ssh-brute-force-flat': {
    attempts: ['ssh-brute-force-flat', 'connections'],
    attempts_inside: ['ssh-brute-force-flat', 'connectionsInside'],
    guesses: ['ssh-brute-force', 'guesses'],
    guesses_inside: ['ssh-brute-force', 'manyGuesses'],
  },
  'ssh-floods': {
    connections: ['ssh-flood', 'connectionsPerMinute'],
    minutes: ['ssh-flood', 'minutes'],
  },
  'ssh-horizontal-scan': {
    few_targets: ['ssh-horizontal-scan', 'targets'],
    targets: ['ssh-horizontal-scan', 'targetsPerHour'],
  },
  'ssh-slow-and-distributed': {
    attempts: ['ssh-slow-brute-force', 'attempts'],
    sources: ['ssh-distributed-brute-force', 'sources'],
    attempts_each: ['ssh-distributed-brute-force', 'attemptsEach'],
  },
  'ssh-probable-logins': {
    guesses: ['ssh-probable-login', 'guesses'],
    guesses_inside: ['ssh-probable-login', 'manyGuesses'],
  },
  'ssh-login-confirmation': {
    guesses: ['ssh-probable-login', 'guesses'],
    guesses_inside: ['ssh-probable-login', 'manyGuesses'],
  },
  'flow-port-scans': { ports: ['port-scan', 'ports'], targets: ['address-scan', 'targetsPerHour'] },
};

/** The names of the parameters that settings fill, whatever the question. */
export const FILLED_BY_SETTINGS: readonly string[] = Object.keys(FILLS);

/**
 * What settings say to the parameters that a question declares; the others have their defaults. Replay, daily audit,
 * saved queries and the command line all ask with it, so that a setting means the same to each.
 *
 * @example
 * questionValues(findQuery('ssh-floods'), { sshPorts: [2200] }) // { ssh_ports: '2200' }
 */
export function questionValues(query: Query, settings: QuestionSettings): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name, default: standard } of query.parameters) {
    const [detection = '', number = ''] = THRESHOLD_PARAMETERS[query.id]?.[name] ?? [];
    const threshold = settings.thresholds?.[detection]?.[number];
    const value = threshold === undefined ? FILLS[name]?.(settings, standard) : String(threshold);
    if (value !== undefined) {
      values[name] = value;
    }
  }
  const inside = listed(settings.insideCidrs);
  if (inside !== undefined && query.sql.includes(':not_the_internet')) values[INSIDE_RANGES] = inside;
  return values;
}
