/** A reason that holds for some resources only; `of` is looked for in `<type>.<id> in <file>`. */
export interface ScopedReason {
  readonly of: RegExp;
  readonly why: string;
}

/**
 * What checkov and cfn-guard have against the templates, and why it stays. A check that is not in here fails the run, and
 * so does a reason that nothing needs any more.
 */
export const REASONS: Readonly<Record<string, string | ScopedReason>> = {
  CKV_AWS_2: 'no domain, no certificate: workload.certificateArn brings TLS',
  CKV_AWS_18: 'the bucket of access logs logs into none',
  CKV_AWS_26: {
    of: / in \/exported\.json$/,
    why: "alarms cannot publish under the key that SNS brings, and whoever takes the export has keys of his own: the stacks' topics have one",
  },
  CKV_AWS_32: 'the * of the repository policy is that of a denial',
  CKV_AWS_103: 'no domain, no certificate: workload.certificateArn brings TLS',
  CKV_AWS_111: {
    of: /Policy\.Search(?:Indexer|Setup)Role\w+ in /,
    why: 'functions that talk to a domain inside the VPC need interfaces there, which have no ARN before Lambda makes them',
  },
  CKV_AWS_115: 'new accounts have no concurrency to reserve: reservedConcurrency',
  CKV_AWS_116:
    'a failure destination, which says the error beside the event, stands in place of a dead-letter queue',
  CKV_AWS_117: 'functions call AWS and nothing else: a VPC would add endpoints and a way to break',
  CKV_AWS_136:
    "layers are of a public base and this repository: a key of one's own would add a dollar a month and a policy that must let ECR, CodeBuild and Fargate in, and hide nothing",
  CKV_AWS_173:
    'names, ARNs and settings without a secret, under the key of Lambda: whoever may read the configuration of a function reads them under any key',
  CKV_AWS_260: 'the login page is public; workload.internetFacing=false is not',
};
