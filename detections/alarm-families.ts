import type { DetectionFamily } from './detection';
import { cis } from './families/cis';
import { containers } from './families/containers';
import { ecsAccess } from './families/ecs-access';
import { ecsClusters } from './families/ecs-clusters';
import { ecsContainerInstances } from './families/ecs-container-instances';
import { ecsExec } from './families/ecs-exec';
import { ecsExposure } from './families/ecs-exposure';
import { ecsServices } from './families/ecs-services';
import { ecsTaskCommands } from './families/ecs-task-commands';
import { ecsTaskDefinitions } from './families/ecs-task-definitions';
import { ecsTaskPrivileges } from './families/ecs-task-privileges';
import { ecsTaskSafeguards } from './families/ecs-task-safeguards';
import { ecsTasks } from './families/ecs-tasks';
import { iam } from './families/iam';
import { images } from './families/images';
import { instanceAccess } from './families/instance-access';
import { network } from './families/network';
import { pipelineTampering } from './families/pipeline-tampering';
import { regions } from './families/regions';
import { secrets } from './families/secrets';
import { silence } from './families/silence';
import { trailTampering } from './families/trail-tampering';

/** The families about API calls, and about records that stay away, by the name of their file, in reading order. */
export const CALL_FAMILIES = {
  'ecs-exec': ecsExec,
  'ecs-task-definitions': ecsTaskDefinitions,
  'ecs-task-commands': ecsTaskCommands,
  'ecs-task-privileges': ecsTaskPrivileges,
  'ecs-task-safeguards': ecsTaskSafeguards,
  'ecs-tasks': ecsTasks,
  'ecs-exposure': ecsExposure,
  'ecs-services': ecsServices,
  'ecs-clusters': ecsClusters,
  'ecs-container-instances': ecsContainerInstances,
  'ecs-access': ecsAccess,
  'instance-access': instanceAccess,
  regions,
  images,
  secrets,
  iam,
  network,
  'trail-tampering': trailTampering,
  'pipeline-tampering': pipelineTampering,
  silence,
} satisfies { readonly [fileStem: string]: DetectionFamily };

/**
 * Every family whose detections have alarms. The others are rules on flow records: their findings are told by
 * themselves, and whoever takes alarms needs no rule.
 */
export const ALARM_FAMILIES: { readonly [fileStem: string]: DetectionFamily } = {
  ...CALL_FAMILIES,
  containers,
  cis,
};
