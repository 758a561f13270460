import answers from '../other-judges.json';

/** What checkov and cfn-guard, with Control Tower's rules, said of the case of one rule: `npm run test:judges`. */
export interface OtherAnswers {
  readonly rule: string;
  /** Checks that failed on what breaks the rule. */
  readonly breaks: readonly string[];
  /** Checks that failed on its near miss. */
  readonly near: readonly string[];
}

export const OTHER_ANSWERS: readonly OtherAnswers[] = answers.cases;

/** Controls and checks on the same matter that say nothing of our case, or object to its near miss, and why. */
export const DISAGREEMENTS: Readonly<Record<string, string>> = {
  'privileged-container':
    'CKV_AWS_334 looks for a field `privilege`, which no container has (findings/checkov-passes-privileged-containers.sh).',
  'writable-root-file-system':
    'CT.ECS.PR.6 takes the word "true", as YAML with quotes has it, for false; CloudFormation takes it for true.',
  'host-network':
    'CT.ECS.PR.4 wants awsvpc alone; a task without network (none) shares nothing, so we are silent.',
  'network-not-its-own':
    'CT.ECS.PR.4 objects to a mode that the template imports; we do not judge what only the deployment knows.',
  'host-processes':
    'CKV_AWS_335 looks for pidMode in the container; it is a field of the task (findings/checkov-passes-privileged-containers.sh).',
  'memory-unlimited':
    'CT.ECS.PR.7 wants a limit for each container; on Fargate the size of the task is one, so we ask where neither has it. It objects to the template that all cases begin with, so its answer does not tell this case.',
  'secret-by-name':
    "CT.ECS.PR.12 and ECS.8 know three names, AWS's own; a password by any other name passes there.",
  'role-administrator':
    'CKV_AWS_107 objects to every action on one object too, since secrets are among the actions; the resource is no secret, so we are silent.',
  'role-too-wide':
    'The policy checks of checkov have no rule on single calls; iam:Pass* falls under CKV_AWS_109.',
  'role-reads-all-secrets':
    'CKV_AWS_108 has it as exfiltration. Both are silent where a condition narrows it.',
  'public-ip-in-private-subnet':
    'Neither looks at routes: they tell it as a public address. CT.ECS.PR.9 objects to an address that the template imports as well.',
  'platform-version-old':
    'CKV_AWS_332 and CT.ECS.PR.1 want the word LATEST; 1.4.0 is the latest of Linux, so pinning it is a choice, no hole.',
};

/** The checks that are known to be on the matter of a rule though the cases do not set them off. */
export const SILENT_CHECKS: Readonly<Record<string, readonly string[]>> = {
  'privileged-container': ['CKV_AWS_334'],
  'host-processes': ['CKV_AWS_335'],
  'memory-unlimited': ['CT.ECS.PR.7'],
  'secret-by-name': ['CT.ECS.PR.12'],
};
