import { cis } from './cis';
import type { DetectionFamily } from './detection';
import { ecsAccess } from './ecs-access';
import { ecsClusters } from './ecs-clusters';
import { ecsContainerInstances } from './ecs-container-instances';
import { ecsExec } from './ecs-exec';
import { ecsExposure } from './ecs-exposure';
import { ecsServices } from './ecs-services';
import { ecsTaskCommands } from './ecs-task-commands';
import { ecsTaskDefinitions } from './ecs-task-definitions';
import { ecsTaskPrivileges } from './ecs-task-privileges';
import { ecsTaskSafeguards } from './ecs-task-safeguards';
import { ecsTasks } from './ecs-tasks';
import { iam } from './iam';
import { images } from './images';
import { instanceAccess } from './instance-access';
import { network } from './network';
import { pipelineTampering } from './pipeline-tampering';
import { regions } from './regions';
import { secrets } from './secrets';
import { silence } from './silence';
import { trailTampering } from './trail-tampering';

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
export const ALARM_FAMILIES: { readonly [fileStem: string]: DetectionFamily } = { ...CALL_FAMILIES, cis };
