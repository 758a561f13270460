import type { Breach, TaskDefinitionRule } from '../rule';
import { attackTechnique, ecsGuide } from '../sources';
import type { PolicyStatement, Surroundings } from '../surroundings';

/** Managed policies of AWS that allow everything, or everything that matters. */
const MANAGED_ADMINISTRATOR = /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;
const MANAGED_FULL_ACCESS = /:policy\/(?:[\w-]+\/)?\w*FullAccess$/;
/** Calls with which a role becomes another one, or runs code as one (Rhino Security Labs' and Bishop Fox's lists). */
const ESCALATIONS: readonly string[] = [
  'ecs:executecommand',
  'ecs:registertaskdefinition',
  'iam:attachrolepolicy',
  'iam:attachuserpolicy',
  'iam:createaccesskey',
  'iam:createpolicyversion',
  'iam:passrole',
  'iam:putrolepolicy',
  'iam:putuserpolicy',
  'iam:updateassumerolepolicy',
  'lambda:updatefunctioncode',
  'ssm:sendcommand',
  'ssm:startsession',
  'sts:assumerole',
];
const SECRET_READS: readonly string[] = [
  'kms:decrypt',
  'secretsmanager:batchgetsecretvalue',
  'secretsmanager:getsecretvalue',
  'ssm:getparameter',
  'ssm:getparameters',
  'ssm:getparametersbypath',
];

/** What an intruder in the container may do at AWS. Policies are judged where the document has them. */
export const ROLE_RULES: readonly TaskDefinitionRule[] = [
  {
    id: 'roles-alike',
    title: 'Task role and execution role are the same',
    severity: 'medium',
    reason:
      'The program gets what ECS needs to start it: every secret of the definition, the images, the right to write logs.',
    fix: 'Give the program a role of its own with what it calls, or none.',
    sources: [ecsGuide('security-iam-roles'), ecsGuide('task-iam-roles')],
    breaches: ({ taskRole, executionRole }) =>
      taskRole !== undefined && taskRole === executionRole
        ? [{ place: 'taskRoleArn', what: `taskRoleArn and executionRoleArn are both ${taskRole}` }]
        : [],
  },
  {
    id: 'role-administrator',
    title: 'A role of the task may do everything',
    severity: 'critical',
    reason: 'One hole in the program and the account is lost.',
    fix: 'List the calls that the program makes (CloudTrail and IAM Access Analyzer know them) and allow those.',
    sources: [ecsGuide('task-iam-roles'), attackTechnique('T1552.005')],
    breaches: inPolicies((statement) => {
      if (MANAGED_ADMINISTRATOR.test(statement.policy)) return `has ${statement.policy}`;
      const isWide = statement.actions.includes('*') && isEverything(statement);
      return isWide ? `${statement.policy} allows * on *` : undefined;
    }),
  },
  {
    id: 'role-too-wide',
    title: 'A role of the task may use a whole service, or become another role',
    severity: 'high',
    reason: 'An intruder in the container goes on from there, to other data or to a stronger role.',
    fix: 'Name the calls and the ARNs; pass and assume exact roles only.',
    sources: [ecsGuide('task-iam-roles'), attackTechnique('T1548')],
    breaches: inPolicies((statement) => {
      if (MANAGED_ADMINISTRATOR.test(statement.policy) || statement.actions.includes('*')) return undefined;
      if (MANAGED_FULL_ACCESS.test(statement.policy)) return `has ${statement.policy}`;
      if (!isEverything(statement)) return undefined;
      const wide = statement.actions.filter(
        (action) => /^[a-z0-9-]+:\*$/i.test(action) || ESCALATIONS.some((call) => covers(action, call)),
      );
      return wide.length === 0 ? undefined : `${statement.policy} allows ${wide.join(', ')} on *`;
    }),
  },
  {
    id: 'role-reads-all-secrets',
    title: 'A role of the task may read all secrets',
    severity: 'medium',
    reason: "One task's intruder reads the secrets of all.",
    fix: 'Name the ARNs of the secrets, parameters and keys that this task needs.',
    sources: [ecsGuide('specifying-sensitive-data'), attackTechnique('T1555.006')],
    breaches: inPolicies((statement) => {
      if (!isEverything(statement) || statement.hasCondition) return undefined;
      const reads = statement.actions.filter(
        (action) => !/:?\*$/.test(action) && SECRET_READS.some((call) => covers(action, call)),
      );
      return reads.length === 0 ? undefined : `${statement.policy} allows ${reads.join(', ')} on *`;
    }),
  },
];

function inPolicies(
  judge: (statement: PolicyStatement) => string | undefined,
): (definition: unknown, surroundings: Surroundings) => readonly Breach[] {
  return (_definition, { taskPolicies = [], executionPolicies = [] }) =>
    (
      [
        ['taskRoleArn', 'task role', taskPolicies],
        ['executionRoleArn', 'execution role', executionPolicies],
      ] as const
    ).flatMap(([place, role, statements]) =>
      statements.flatMap((statement): readonly Breach[] => {
        const what = judge(statement);
        return what === undefined ? [] : [{ place, what: `${role}: ${what}` }];
      }),
    );
}

function isEverything({ resources }: PolicyStatement): boolean {
  return resources.some((resource) => resource === '*');
}

/** Does an action of a policy, with its wildcards, allow a call (in lower case)? */
function covers(action: string, call: string): boolean {
  const pattern = action
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(call);
}
