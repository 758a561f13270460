import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Detection } from '../../detections/detection';
import { widerWithoutDeployRole } from '../../detections/without-deploy-role';

/** Says at synth how many detections are wider because the settings name no role that deploys. */
export function warnOfNoDeployRole(scope: Construct, catalogue: readonly Detection[]): void {
  const wider = widerWithoutDeployRole(catalogue);
  if (wider === undefined) return;
  Annotations.of(scope).addInfoV2(
    'harborwatch:NoDeployRole',
    `${wider}; give deployRoles the ARNs of your pipelines (a replay of some days of the trail proposes roles that deploy regularly)`,
  );
}
