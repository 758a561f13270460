import { parseImage } from '../../analysis/task-definition/image';
import { textAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { IMAGE_CALLS, imagesNamed } from '../writing/named-images';
import {
  anyOf,
  byOtherThanDeployRoles,
  calls,
  exceptDeployRoles,
  inFirst,
  jsonPattern,
  SUCCEEDED,
} from '../writing/pattern-text';
import { inTemplates } from '../writing/templates';
import { when } from '../writing/trail-rules';

/** An image of any container, the sixth too, that no private registry of ECR holds, though its name may say so. */
function foreignImage(call: TrailCall): string | false {
  if (!call.succeeded || call.isBy('deploy-role')) return false;
  const foreign = imagesNamed(call).filter((image) => parseImage(image)?.ecrAccount === undefined);
  return foreign.length > 0 && `uses ${foreign.slice(0, 3).join(', ')}`;
}

/** The two largest sizes of Fargate, in the two spellings that the API takes; its model has `cpu` as a string. */
const LARGE_CPU = ['8192', '16384', '8 vCPU', '16 vCPU'];

/** New code for the fleet: who registers task definitions, with which image, role and size. */
export const ecsTaskDefinitions: DetectionFamily = ({ deployRoles }) => [
  {
    id: 'ecs-task-definition-registered',
    title: 'Task definition registered',
    severity: 'low',
    attack: ['T1525', 'T1610'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(calls('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'), SUCCEEDED),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A new revision of a task definition exists. Every deployment makes one; this is the log of them.',
      impact:
        'None until a service, a schedule or somebody runs it. It is the place where foreign code enters.',
      diagnosis: [
        'Match requestParameters.family and eventTime with a run of the deployment pipeline in the same 15 minutes.',
        'Compare with the revision before: `aws ecs describe-task-definition --task-definition <family>:<n-1>`, above all image, command, entryPoint, taskRoleArn and environment.',
      ],
      response: [
        'A revision nobody ordered: `aws ecs deregister-task-definition --task-definition <family>:<n>`, and make sure that no service points to it.',
        'Keep the JSON of responseElements.taskDefinition with the incident before it is deleted.',
      ],
    },
  },
  {
    id: 'ecs-task-definition-registered-outside-pipeline',
    title: 'Task definition registered by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1525', 'T1098.003', 'T1548'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'RegisterTaskDefinition', 'RegisterDaemonTaskDefinition'),
        SUCCEEDED,
        byOtherThanDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'A revision of a task definition was registered past the pipeline: by a role outside deployRoles or, where none is set, by an IAM user, by root or from the console. Naming a role in it uses iam:PassRole, which leaves no record of its own; this is where that can be seen.',
      impact:
        'The next deployment or scheduled run may start code that nobody reviewed, with a role that may exceed what its author has. A back-doored revision of an existing family is the classic way to persist in ECS.',
      diagnosis: [
        'Look at requestParameters.containerDefinitions of this record: image, command and entryPoint first, then environment and secrets.',
        'Compare requestParameters.taskRoleArn and executionRoleArn with the previous revision, and list what a new role may do: `aws iam list-attached-role-policies --role-name <role>`.',
        'In the 30 minutes before, look for errorMessage containing iam:PassRole by the same userIdentity.arn: failed tries with other roles.',
        'In the hour after, find UpdateService, CreateService, RunTask or PutTargets that name the family in requestParameters.family.',
        'In the 2 days before, list logins and AssumeRole that led to this userIdentity.accessKeyId; is the sourceIPAddress one that the person has used?',
      ],
      response: [
        'Point services back: `aws ecs update-service --cluster <cluster> --service <service> --task-definition <family>:<last good revision>`.',
        'Deregister the revision: `aws ecs deregister-task-definition --task-definition <family>:<n>`.',
        'Take ecs:RegisterTaskDefinition from identities that do not deploy; restrict iam:PassRole to exact role ARNs with iam:PassedToService = ecs-tasks.amazonaws.com.',
        'If tasks ran with a role that was not theirs, revoke the sessions of that role and review its calls.',
      ],
    },
  },
  {
    id: 'ecs-foreign-image-defined',
    title: 'Task definition uses an image from outside Amazon ECR private registries',
    severity: 'medium',
    attack: ['T1610', 'T1525'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      // One index a container: what `!=` means on [*] is not documented, and on a missing index it never matches.
      // A star counts at the ends only: `.dkr` stands for `.dkr.ecr.` and `.dkr-ecr.`, and who only begins like it is
      // left to the look beyond.
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          inFirst(5, '$.requestParameters.containerDefinitions', (it) => `(${it}.image != "*.dkr*")`),
          '($.requestParameters.primaryContainer.image != "*.dkr*")',
        ),
        ...exceptDeployRoles(deployRoles),
      ),
      beyond: [when(IMAGE_CALLS, foreignImage), inTemplates(foreignImage)],
    },
    alarm: onFirst,
    runbook: {
      meaning:
        'One of the first five containers takes its image from Docker Hub, GHCR, Quay, the public ECR gallery or a registry of unknown owner.',
      impact:
        'Anybody can publish there: miners and back doors arrive this way, and a tag can change its content between two task starts. It also fails on the day the registry limits pulls.',
      diagnosis: [
        'Read requestParameters.containerDefinitions[*].image; a bare name such as user/image:tag is Docker Hub.',
        'Search RegisterTaskDefinition of the last 90 days for the same image: a sidecar in use for long is known, a first appearance is not.',
        'In the 30 minutes around, check cpu and memory of the definition and CreateService or RunTask by the same accessKeyId: large plus foreign is how miners look.',
      ],
      response: [
        'Unknown image: stop its tasks, deregister the revision, keep the image digest from DescribeTasks (containers[].imageDigest).',
        'Wanted image: mirror it with a pull-through cache rule and pin the digest (`aws ecr create-pull-through-cache-rule …`).',
      ],
    },
  },
  {
    id: 'ecs-large-task-defined',
    title: 'Very large task (8 vCPU or more) defined or started',
    severity: 'medium',
    attack: ['T1496'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        '($.eventSource = "ecs.amazonaws.com")',
        SUCCEEDED,
        anyOf(
          ...LARGE_CPU.map((cpu) => `($.requestParameters.cpu = "${cpu}")`),
          ...LARGE_CPU.map((cpu) => `($.requestParameters.overrides.cpu = "${cpu}")`),
        ),
        ...exceptDeployRoles(deployRoles),
      ),
      beyond: [
        inTemplates(({ request }) => {
          const cpu = [request['cpu'], textAt(request, 'overrides.cpu')].find((it) =>
            LARGE_CPU.includes(String(it)),
          );
          return cpu !== undefined && `runs a task of ${cpu} CPU units`;
        }),
      ],
    },
    alarm: onFirst,
    runbook: {
      meaning: 'A task of 8 vCPU or more was registered, or a run overrode its size to that.',
      impact:
        'Cost: one 16 vCPU Fargate task burns tens of dollars a day, and miners start dozens of them in many regions.',
      diagnosis: [
        'Take requestParameters.cpu, memory and family: is it a batch or machine learning job that your teams know?',
        'In the 30 minutes after, look for CreateService with a high desiredCount, or RunTask, of that family in every awsRegion.',
        'Check containerDefinitions[0].image of the same record against your registry.',
      ],
      response: [
        'Unwanted: scale to zero and delete (`aws ecs update-service --cluster <c> --service <s> --desired-count 0`, then delete-service), in each region.',
        'Lower the Fargate vCPU quota of the account to what you need: `aws service-quotas list-service-quotas --service-code fargate`.',
      ],
    },
  },
  {
    id: 'ecs-task-definition-removed',
    title: 'Task definitions deregistered or deleted by an identity that does not deploy',
    severity: 'medium',
    attack: ['T1485', 'T1070'],
    set: 'tuned',
    detector: {
      kind: 'filter',
      pattern: jsonPattern(
        calls('ecs', 'DeregisterTaskDefinition', 'DeleteTaskDefinitions', 'DeleteDaemonTaskDefinition'),
        SUCCEEDED,
        byOtherThanDeployRoles(deployRoles),
      ),
    },
    alarm: onFirst,
    runbook: {
      meaning: 'Revisions were made INACTIVE or deleted, not by a pipeline that replaces its old ones.',
      impact:
        'Services cannot scale or roll back to a revision that is gone, and an intruder who cleans up destroys the evidence of what ran.',
      diagnosis: [
        'List the revisions: requestParameters.taskDefinition, or taskDefinitions for a delete; were any of them in use (`aws ecs describe-services`, deployments[].taskDefinition)?',
        'In the 7 days before, find the RegisterTaskDefinition of the same revisions: registered and removed by one identity within hours is a clean-up of traces.',
        'Count by userIdentity.arn over the last hour: dozens at once are a script.',
      ],
      response: [
        'Register the needed revision again from the pipeline, or from responseElements.taskDefinition of its RegisterTaskDefinition record.',
        'Point services to a revision that is ACTIVE before they next scale: `aws ecs list-task-definitions --family-prefix <family> --status ACTIVE`.',
      ],
    },
  },
];
