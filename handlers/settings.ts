import { SEVERITIES, type Severity } from '../analysis/finding';
import { DEFAULT_SSH_POLICY, type SshPolicy } from '../analysis/ssh/policy';
import type { Suppression } from '../analysis/suppression';
import { flowThresholds } from '../detections/custom/apply-changes';
import { ENVIRONMENT, EnvironmentError, numbers, optional, strings, type Variables } from './environment';
import { packedCustom } from './packed-custom';

export function deployedPolicy(variables: Variables): SshPolicy {
  return {
    sshPorts: numbers(variables, 'sshPorts', DEFAULT_SSH_POLICY.sshPorts),
    trustedCidrs: strings(variables, 'trustedCidrs', DEFAULT_SSH_POLICY.trustedCidrs),
    insideCidrs: strings(variables, 'insideCidrs', []),
    egressPorts: numbers(variables, 'egressPorts', DEFAULT_SSH_POLICY.egressPorts),
    thresholds: flowThresholds(packedCustom().changes),
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

/** @throws EnvironmentError for what is no list of suppressions; the stacks check each of them */
export function deployedSuppressions(variables: Variables): readonly Suppression[] {
  const text = optional(variables, 'suppressions');
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every(isSuppression)) return value;
  } catch {
    // Said below, like any other text that is no list.
  }
  throw new EnvironmentError(
    `${ENVIRONMENT.suppressions} is ${JSON.stringify(text.slice(0, 200))}; expected a JSON array of {detection, role, source, owner, reason, expires}`,
  );
}

function isSuppression(value: unknown): value is Suppression {
  const { detection, expires } = (value ?? {}) as Partial<Suppression>;
  return typeof detection === 'string' && !Number.isNaN(Date.parse(String(expires)));
}
