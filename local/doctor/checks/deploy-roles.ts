import {
  DEPLOYMENT_CALLS,
  DeployingRoles,
  describeDeployingRole,
} from '../../../analysis/trail/deploying-roles';
import { widerWithoutDeployRole } from '../../../detections/without-deploy-role';
import { parseCloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import type { Check } from '../check';
import { looking } from '../trouble';

/** CloudTrail answers two look-ups a second: the calls that pipelines are known by, and no more. */
const ASKED: readonly string[] = Object.values(DEPLOYMENT_CALLS).flatMap(([first]) => first ?? []);

/**
 * Are roles named that deploy? If not, that is no fault: detections are wider then. It is said how many, and which
 * roles look like deploying, for somebody who knows them.
 */
export const deployRoles: Check = {
  id: 'deploy-roles',
  async look({ catalogue, deployment }, account) {
    const { deployRoles: named } = deployment.catalogue;
    if (named.length > 0) return { seen: `${named.length} named`, troubles: [] };
    const wider = widerWithoutDeployRole(catalogue) ?? 'no deploy role is named';
    const roles = new DeployingRoles();
    const troubles = await looking('roles that deploy', async () => {
      for (const eventName of ASKED) {
        for (const text of await account.trails.callsNamed(eventName)) {
          const outcome = parseCloudTrailRecord(text);
          if (outcome.kind === 'record')
            roles.add(outcome.record, Date.parse(outcome.record.eventTime) / 1000);
        }
      }
      return [];
    });
    const proposed = roles.proposed().map(describeDeployingRole);
    const seen = proposed.length === 0 ? wider : `${wider}; these deploy regularly: ${proposed.join(', ')}`;
    return { seen, troubles };
  },
};
