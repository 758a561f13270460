import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import type { SshPolicy } from '../policy';
import { findPortScans } from '../port-touches';

/** One source tries many ports of one target, an SSH port among them. Low where most contacts were talks. */
export function sshVerticalScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  return findPortScans(activity, policy, 'ssh-vertical-scan', ({ touchesSsh, isMostlyTalk }) => {
    if (!touchesSsh) return undefined;
    return isMostlyTalk ? 'low' : 'medium';
  });
}
