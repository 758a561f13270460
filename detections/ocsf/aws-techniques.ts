/**
 * Entries of AWS's Threat Technique Catalog, which its incident responders write from what they have seen, with the
 * detections that tell them. Ids that the catalog shares with ATT&CK stand with ATT&CK; these are its own (`A`), as of
 * its update of March 2026. What it has besides (mail, Bedrock, Cognito, databases) is no part of a fleet of containers.
 */
export const AWS_TECHNIQUES: readonly {
  readonly id: string;
  readonly name: string;
  readonly detections: readonly string[];
  /** Why there is none. */
  readonly without?: string;
}[] = [
  {
    id: 'T1070.A001',
    name: 'Delete IAM Entities',
    detections: ['iam-access-removed-in-bulk'],
  },
  {
    id: 'T1078.A001',
    name: 'IAM Users',
    detections: ['iam-credential-created', 'iam-credential-revived', 'first-time-address-of-key'],
  },
  {
    id: 'T1078.A002',
    name: 'Account Root User',
    detections: ['root-activity', 'root-assumed', 'cis-cloudwatch-1-root-use'],
  },
  {
    id: 'T1190.A019',
    name: 'Overly Permissive VPC Security Groups',
    detections: [
      'ssh-port-opened-to-world',
      'all-traffic-opened-to-world',
      'unusual-port-opened-to-world',
      'reach-opened-in-parts',
      'prefix-list-opened-to-world',
    ],
  },
  {
    id: 'T1199.A002',
    name: 'Role Assumption and Federated Access',
    detections: [
      'iam-role-trust-changed',
      'iam-federation-added',
      'chain-cross-account-role-then-iam-changes',
      'first-time-role-assumed',
    ],
  },
  {
    id: 'T1485.A001',
    name: 'RDS Instances and Backups',
    detections: ['data-destroyed-by-hand'],
  },
  {
    id: 'T1485.A003',
    name: 'S3 Object and Bucket Deletion',
    detections: ['log-bucket-weakened', 'data-destroyed-by-hand', 'chain-recorder-set-up-then-cut'],
  },
  {
    id: 'T1486.A001',
    name: 'S3 Encryption - SSE-C Key Encryption',
    detections: [],
    without: 'objects leave records only where data events are paid for',
  },
  {
    id: 'T1496.A006',
    name: 'Compute Hijacking - ECS',
    detections: [
      'ecs-foreign-image-defined',
      'ecs-service-scaled-far-up',
      'ecs-shell-code-in-command',
      'chain-foreign-task-defined-then-run',
      'same-act-in-many-regions',
    ],
  },
  {
    id: 'T1530.A001',
    name: 'S3 Object Collection',
    detections: ['data-led-elsewhere', 'policy-opened-to-everybody', 'public-access-block-removed'],
  },
];
