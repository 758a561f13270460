import { cisExamples } from './cis';
import { ecsAccessExamples } from './ecs-access';
import { ecsClustersExamples } from './ecs-clusters';
import { ecsContainerInstancesExamples } from './ecs-container-instances';
import { ecsExecExamples } from './ecs-exec';
import { ecsExposureExamples } from './ecs-exposure';
import { ecsServicesExamples } from './ecs-services';
import { ecsTaskCommandsExamples } from './ecs-task-commands';
import { ecsTaskDefinitionsExamples } from './ecs-task-definitions';
import { ecsTaskPrivilegesExamples } from './ecs-task-privileges';
import { ecsTaskSafeguardsExamples } from './ecs-task-safeguards';
import { ecsTasksExamples } from './ecs-tasks';
import type { ExampleTable } from './example-event';
import { iamExamples } from './iam';
import { imagesExamples } from './images';
import { instanceAccessExamples } from './instance-access';
import { networkExamples } from './network';
import { pipelineTamperingExamples } from './pipeline-tampering';
import { regionsExamples } from './regions';
import { secretsExamples } from './secrets';
import { trailTamperingExamples } from './trail-tampering';

/** Detection id to the events that prove it, for every detection that is a filter. */
export const EXAMPLES: ExampleTable = {
  ...ecsExecExamples,
  ...ecsTaskDefinitionsExamples,
  ...ecsTaskCommandsExamples,
  ...ecsTaskPrivilegesExamples,
  ...ecsTaskSafeguardsExamples,
  ...ecsTasksExamples,
  ...ecsExposureExamples,
  ...ecsServicesExamples,
  ...ecsClustersExamples,
  ...ecsContainerInstancesExamples,
  ...ecsAccessExamples,
  ...instanceAccessExamples,
  ...regionsExamples,
  ...imagesExamples,
  ...secretsExamples,
  ...iamExamples,
  ...networkExamples,
  ...trailTamperingExamples,
  ...pipelineTamperingExamples,
  ...cisExamples,
};
