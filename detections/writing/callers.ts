import { anyOf, byOtherThanDeployRoles } from './pattern-text';

/** IAM users, root and console sessions: the callers that are never a task, a rotation function or a pipeline. */
export const BY_A_PERSON = byOtherThanDeployRoles([]);

/** People, and whoever works from a shell with a role's credentials. */
export const BY_HAND = anyOf(BY_A_PERSON, '($.userAgent = "aws-cli/*")');

/** Only AWS can make a role under this path, so nobody can hide in it. */
const SERVICE_LINKED_ROLES = '*:role/aws-service-role/*';

/**
 * Neither a deploy role nor a service at its daily work: service auto scaling tends its alarms, Identity Center its
 * roles, GuardDuty its endpoints, each with a service-linked role. People only, where no deploy role is set.
 */
export function byOutsiders(deployRoles: readonly string[]): string {
  return deployRoles.length === 0
    ? BY_A_PERSON
    : byOtherThanDeployRoles([...deployRoles, SERVICE_LINKED_ROLES]);
}
