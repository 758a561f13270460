import { anyOf, byOtherThanDeployRoles } from './pattern-text';

/** IAM users, root and console sessions: the callers that are never a task, a rotation function or a pipeline. */
export const BY_A_PERSON = byOtherThanDeployRoles([]);

/** People, and whoever works from a shell with a role's credentials. */
export const BY_HAND = anyOf(BY_A_PERSON, '($.userAgent = "aws-cli/*")');

const ISSUER = '$.userIdentity.sessionContext.sessionIssuer.arn';

/**
 * Not a service-linked role. Only AWS can make a role under this path, so nobody can hide in it; the
 * `NOT EXISTS` arm keeps IAM users, root and AWS services in.
 */
export const BY_NO_SERVICE_ROLE = anyOf(
  `(${ISSUER} NOT EXISTS)`,
  `(${ISSUER} != "*:role/aws-service-role/*")`,
);
