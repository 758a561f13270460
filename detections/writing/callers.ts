import type { TrailCall } from '../../analysis/trail/trail-call';
import { anyOf, byOtherThanDeployRoles } from './pattern-text';

/** IAM users, root and console sessions: the callers that are never a task, a rotation function or a pipeline. */
export const BY_A_PERSON = byOtherThanDeployRoles([]);

/** People, and whoever works from a shell with a role's credentials. */
export const BY_HAND = anyOf(BY_A_PERSON, '($.userAgent = "aws-cli/*")');

/** Only AWS can make a role under this path, so nobody can hide in it. */
export const SERVICE_LINKED_ROLES = '*:role/aws-service-role/*';

/**
 * Neither a deploy role nor a service at its daily work: service auto scaling tends its alarms, Identity Center its
 * roles, GuardDuty its endpoints, each with a service-linked role. People only, where no deploy role is set.
 */
export function byOutsiders(deployRoles: readonly string[]): string {
  return deployRoles.length === 0
    ? BY_A_PERSON
    : byOtherThanDeployRoles([...deployRoles, SERVICE_LINKED_ROLES]);
}

/**
 * Everybody but a named deploy role, and services at their own work. A role that AWS uses on a team's behalf (an event
 * rule that runs a task) is such a service; CloudFormation is not, where it is known who deploys.
 */
export function byOutsider(call: TrailCall): boolean {
  if (call.caller === 'deploy-role' || call.caller === 'service') return false;
  if (call.caller !== 'role' || call.through === undefined) return true;
  return call.knowsDeployRoles && call.through === 'cloudformation.amazonaws.com';
}

/**
 * People, tasks, and roles that are known not to deploy: for what pipelines do all day. Where no deploy role is named,
 * another role may be the pipeline.
 */
export function byHand(call: TrailCall): boolean {
  return byOutsider(call) && (call.caller !== 'role' || call.knowsDeployRoles);
}

/**
 * A page of the console reads dozens of things by itself, of services that its user never asked about: what it is refused
 * says nothing of whoever looks at it. What it writes somebody clicked on.
 */
export function isReadByConsole({ record, eventName }: TrailCall): boolean {
  if (record['sessionCredentialFromConsole'] !== 'true') return false;
  return record.readOnly ?? /^(?:BatchGet|Describe|Get|List|Search)/.test(eventName);
}

/** Everybody, a deploy role too, but services at their own work. */
export function byAnybody(call: TrailCall): boolean {
  return call.caller !== 'service';
}

/** A named deploy role, through CloudFormation: what a deployment of a stack looks like. */
export function byDeployment(call: TrailCall): boolean {
  return call.caller === 'deploy-role' && call.through === 'cloudformation.amazonaws.com';
}
