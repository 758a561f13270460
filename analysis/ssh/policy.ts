/** What an owner changed of the numbers that rules compare with, by detection and name. */
export type GivenThresholds = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the owner of the network says about SSH and scans; thresholds and their sources are in the rules. */
export interface SshPolicy {
  /** Ports on which the fleet's SSH daemons listen. */
  readonly sshPorts: readonly number[];
  /** Ranges whose SSH is expected (bastions, own scanners, monitoring): nothing they do is a finding. */
  readonly trustedCidrs: readonly string[];
  /**
   * Public ranges that are the owner's own: what comes from there comes from inside, and what goes there does not go to the
   * internet. It is judged all the same, as what comes from private ranges is.
   *
   * @default - none
   */
  readonly insideCidrs?: readonly string[];
  /** Destination ports that tasks may reach on the internet without a word. */
  readonly egressPorts: readonly number[];
  /**
   * What the owner changed of the numbers that rules compare with (`thresholds.ts`), by detection and name.
   *
   * @default - the usual ones
   */
  readonly thresholds?: GivenThresholds;
}

/** 22 and the port that images use most when 22 is taken; web, DNS and time are what tasks call for. */
export const DEFAULT_SSH_POLICY: SshPolicy = {
  sshPorts: [22, 2222],
  trustedCidrs: [],
  egressPorts: [80, 443, 53, 123],
};

/** Ports on which SSH is spoken outside the fleet, too (Elastic's list of unusual SSH ports). */
export const OUTBOUND_SSH_PORTS: ReadonlySet<number> = new Set([
  22, 222, 2022, 2200, 2222, 8022, 10022, 62612,
]);
