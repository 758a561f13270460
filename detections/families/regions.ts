import type { Detection, DetectionFamily } from '../detection';
import { onFirst } from '../writing/alarm-settings';
import { anyOf, exceptDeployRoles, jsonPattern, SUCCEEDED } from '../writing/pattern-text';

/** Regional services that attackers use for compute; the global ones are all recorded in us-east-1 and would only be noise. */
const COMPUTE_SERVICES = [
  'ec2',
  'ecr',
  'lambda',
  'batch',
  'sagemaker',
  'bedrock',
  'lightsail',
  'codebuild',
  'eks',
];

/** Work where the fleet does not live. Nothing is unusual until `homeRegions` says what is usual. */
export const regions: DetectionFamily = ({ homeRegions, deployRoles }) => {
  if (homeRegions.length === 0) {
    return [];
  }
  const elsewhere = homeRegions.map((region) => `($.awsRegion != "${region}")`);
  const detections: readonly Detection[] = [
    {
      id: 'ecs-activity-in-unusual-region',
      title: 'ECS changed something in a region where the fleet does not live',
      severity: 'high',
      attack: ['T1535', 'T1578'],
      set: 'tuned',
      detector: {
        kind: 'filter',
        pattern: jsonPattern(
          '($.eventSource = "ecs.amazonaws.com")',
          '($.readOnly IS FALSE)',
          ...elsewhere,
          SUCCEEDED,
          ...exceptDeployRoles(deployRoles),
        ),
      },
      alarm: onFirst,
      runbook: {
        meaning: 'A writing ECS call went through in a region outside homeRegions.',
        impact:
          'Nobody looks at the dashboards there. Mining campaigns start clusters in every region within two minutes of getting a key.',
        diagnosis: [
          'Group the ECS calls of the 30 minutes around by awsRegion and eventName: one region may be a slip, several are a script.',
          "Check who: userIdentity.arn and sourceIPAddress against the same person's calls of the last 7 days in the home region.",
          'List what runs there now: `aws ecs list-clusters --region <region>` and list-tasks for each.',
        ],
        response: [
          'Deactivate the key, then remove services, tasks and clusters in that region.',
          'Deny unused regions for good with a service control policy on aws:RequestedRegion.',
          'A new home: add the region to homeRegions.',
        ],
      },
    },
    {
      id: 'activity-in-unusual-region',
      title: 'Compute created or changed in a region where the fleet does not live',
      severity: 'medium',
      attack: ['T1535'],
      set: 'tuned',
      detector: {
        kind: 'filter',
        pattern: jsonPattern(
          anyOf(...COMPUTE_SERVICES.map((service) => `($.eventSource = "${service}.amazonaws.com")`)),
          '($.readOnly IS FALSE)',
          ...elsewhere,
          SUCCEEDED,
          anyOf('($.userIdentity.type NOT EXISTS)', '($.userIdentity.type != "AWSService")'),
          ...exceptDeployRoles(deployRoles),
        ),
      },
      alarm: onFirst,
      runbook: {
        meaning:
          'A writing call of EC2, ECR, Lambda, Batch, SageMaker, Bedrock, Lightsail, CodeBuild or EKS went through outside homeRegions.',
        impact:
          'Machines, models or images that cost money and belong to no team; a place from which to go on unseen.',
        diagnosis: [
          'See eventName and eventSource first: RunInstances, CreateFunction and InvokeModel cost, DeleteDefaultVpc and the like are a clean-up by your own baseline.',
          'In the hour around, list everything of the same accessKeyId with another awsRegion than home.',
          'See what it costs, by service, over the last 2 days: `aws ce get-cost-and-usage --granularity DAILY --metrics UnblendedCost --group-by Type=DIMENSION,Key=SERVICE`, filtered to the region.',
        ],
        response: [
          'Stop and keep for evidence what was created (`aws ec2 stop-instances --region <region> …`), and deactivate the key.',
          'Switch regions off that you do not use: `aws account disable-region --region-name <region>`, or deny aws:RequestedRegion.',
        ],
      },
    },
  ];
  return detections;
};
