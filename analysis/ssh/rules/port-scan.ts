import type { Finding } from '../../finding';
import type { SshActivity } from '../activity';
import type { SshPolicy } from '../policy';
import { findPortScans } from '../port-touches';

/**
 * One source tries many ports of one target, none of them an SSH port. Medium where something answered, but for
 * talks, since a client of passive FTP has many ports, too; and from inside, where nothing did: a container that
 * looks around is worth a message, whatever it finds.
 */
export function portScan(activity: SshActivity, policy: SshPolicy): Finding[] {
  return findPortScans(
    activity,
    policy,
    'port-scan',
    ({ touchesSsh, answered, isMostlyTalk, isMostlyRefused, isFromInside }) => {
      if (touchesSsh) return undefined;
      const isTold = (answered > 0 && !isMostlyTalk) || (isFromInside && isMostlyRefused);
      return isTold ? 'medium' : 'low';
    },
  );
}
