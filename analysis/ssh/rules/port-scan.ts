import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import type { SshPolicy } from '../policy';
import { findPortScans } from '../port-touches';

/**
 * R14: one source tries many ports of one target, none of them an SSH port. Medium where
 * something answered, but for talks: a client of passive FTP has many ports, too.
 */
export function portScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  return findPortScans(activity, policy, ({ touchesSsh, answered, isMostlyTalk }) =>
    touchesSsh
      ? undefined
      : { detection: 'port-scan', severity: answered > 0 && !isMostlyTalk ? 'medium' : 'low' },
  );
}
