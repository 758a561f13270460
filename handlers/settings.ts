import { SEVERITIES, type Severity } from '../analysis/finding';
import { DEFAULT_SSH_POLICY, type SshPolicy } from '../analysis/ssh/policy';
import { ENVIRONMENT, EnvironmentError, numbers, optional, strings, type Variables } from './environment';

export function deployedPolicy(variables: Variables): SshPolicy {
  return {
    sshPorts: numbers(variables, 'sshPorts', DEFAULT_SSH_POLICY.sshPorts),
    trustedCidrs: strings(variables, 'trustedCidrs', DEFAULT_SSH_POLICY.trustedCidrs),
    egressPorts: numbers(variables, 'egressPorts', DEFAULT_SSH_POLICY.egressPorts),
  };
}

/** @throws EnvironmentError for a word that is no severity */
export function notifyFrom(variables: Variables): Severity {
  const text = optional(variables, 'notifyFrom') ?? 'medium';
  const severity = SEVERITIES.find((known) => known === text);
  if (severity === undefined) {
    throw new EnvironmentError(
      `${ENVIRONMENT.notifyFrom} is ${JSON.stringify(text)}; allowed are ${SEVERITIES.join(', ')}`,
    );
  }
  return severity;
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
