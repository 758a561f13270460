import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import type { SshPolicy } from '../policy';
import { findPortScans } from '../port-touches';

/** R14: one source tries many ports of one target, none of them an SSH port. Worse where something answered. */
export function portScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  return findPortScans(activity, policy, ({ touchesSsh, answered }) =>
    touchesSsh ? undefined : { detection: 'port-scan', severity: answered > 0 ? 'medium' : 'low' },
  );
}
