/** A number that a rule asks for, and what an owner may set it to. */
export interface Threshold {
  readonly standard: number;
  /** Fewer would call ordinary use an attack. */
  readonly least: number;
  readonly most: number;
  /** What is counted. */
  readonly about: string;
}

/**
 * The numbers that rules, saved questions and runbooks share. Where each comes from stands in the rule that asks for
 * it; what is not here follows from a protocol or a measurement, and is nobody's to choose.
 */
export const THRESHOLDS = {
  /** Emerging Threats 2001219. */
  burstConnections: {
    standard: 5,
    least: 3,
    most: 1_000,
    about: 'connections of one source within two minutes',
  },
  /** Slips. */
  guesses: {
    standard: 9,
    least: 3,
    most: 1_000,
    about: 'guesses of one source on one target within an hour',
  },
  /** Zeek, detect-bruteforcing. */
  guessesInside: { standard: 30, least: 3, most: 1_000, about: 'the same from inside the network' },
  /** SSHCure. */
  flatConnections: {
    standard: 10,
    least: 5,
    most: 1_000,
    about: 'connections of one size within ten minutes',
  },
  /** CrowdSec. */
  slowAttempts: { standard: 10, least: 5, most: 1_000, about: 'attempts of one source within a day' },
  /** Javed and Paxson, CCS 2013. */
  distributedSources: {
    standard: 20,
    least: 5,
    most: 10_000,
    about: 'sources with few attempts each on one target within an hour',
  },
  /** MaxStartups of sshd_config(5). */
  floodConnections: {
    standard: 100,
    least: 10,
    most: 100_000,
    about: 'new connections a minute to one daemon',
  },
  /** AWS's example alarm in the VPC guide. */
  rejectedProbes: { standard: 10, least: 3, most: 10_000, about: 'rejected SSH packets within an hour' },
  /** Zeek and SSHCure. */
  scanTargets: {
    standard: 25,
    least: 7,
    most: 10_000,
    about: 'addresses that one source looks for within five minutes or an hour',
  },
  /** Panther. */
  scanPorts: { standard: 10, least: 5, most: 1_000, about: 'ports of one target within an hour' },
  egressGibibytes: {
    standard: 5,
    least: 1,
    most: 10_000,
    about: 'GiB that a task sends to one address within an hour',
  },
} as const satisfies Readonly<Record<string, Threshold>>;

export type ThresholdName = keyof typeof THRESHOLDS;
export type Thresholds = Readonly<Record<ThresholdName, number>>;
/** What an owner sets; what is not named keeps its standard. */
export type GivenThresholds = { readonly [K in ThresholdName]?: number | undefined };

export const THRESHOLD_NAMES = Object.keys(THRESHOLDS) as readonly ThresholdName[];

const STANDARD = Object.fromEntries(
  THRESHOLD_NAMES.map((name) => [name, THRESHOLDS[name].standard]),
) as Thresholds;

/** What the rules ask for under a policy, and all that speak of it. */
export function thresholdsOf({ thresholds }: { readonly thresholds?: GivenThresholds }): Thresholds {
  return thresholds === undefined ? STANDARD : { ...STANDARD, ...withoutUndefined(thresholds) };
}

function withoutUndefined(given: GivenThresholds): Partial<Thresholds> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What is wrong with what somebody set, as a sentence; `undefined` where nothing is. */
export function thresholdsProblem(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return `${JSON.stringify(given)} is no object; allowed is ${describeThresholds()}`;
  }
  for (const [name, value] of Object.entries(given)) {
    const known = (THRESHOLDS as Readonly<Record<string, Threshold>>)[name];
    if (known === undefined)
      return `${JSON.stringify(name)} is no threshold; allowed is ${describeThresholds()}`;
    const { least, most } = known;
    if (!Number.isInteger(value) || value < least || value > most) {
      return `${name} is ${JSON.stringify(value)}; allowed is a whole number from ${least} to ${most}`;
    }
  }
  return undefined;
}

/** `an object of whole numbers: burstConnections from 3 to 1000, guesses from …`. */
export function describeThresholds(): string {
  const ranges = THRESHOLD_NAMES.map(
    (name) => `${name} from ${THRESHOLDS[name].least} to ${THRESHOLDS[name].most}`,
  );
  return `an object of whole numbers: ${ranges.join(', ')}`;
}
