import type { GivenThresholds } from './thresholds';

/** What the owner of the network says about SSH and scans. */
export interface SshPolicy {
  /** Ports on which the fleet's SSH daemons listen. */
  readonly sshPorts: readonly number[];
  /** Ranges whose SSH is expected (bastions, own scanners, monitoring): nothing they do is a finding. */
  readonly trustedCidrs: readonly string[];
  /** Destination ports that tasks may reach on the internet without a word. */
  readonly egressPorts: readonly number[];
  /**
   * How much is too much, by name.
   *
   * @default - the standard of each (`thresholds.ts`)
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
