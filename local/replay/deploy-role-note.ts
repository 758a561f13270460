import { type DeployingRole, describeDeployingRole } from '../../analysis/trail/deploying-roles';
import type { Detection } from '../../detections/detection';
import { widerWithoutDeployRole } from '../../detections/without-deploy-role';

/** How many detections are wider without a deploy role, and which roles somebody who knows them may name. */
export function noteOfDeployRoles(
  detections: readonly Detection[],
  proposed: readonly DeployingRole[],
): readonly string[] {
  const wider = widerWithoutDeployRole(detections);
  if (wider === undefined || proposed.length === 0) return [];
  const roles = proposed.map(describeDeployingRole).join(', ');
  return [
    `${wider}; these deploy regularly: ${roles} (--deploy-role <arn> for those that are pipelines of yours)`,
  ];
}
