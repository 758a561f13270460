import type { JsonObject } from '../../../records/cloudtrail/cloudtrail-record';
import { cleanParts, type Parts, templateOf } from './parts';

/** What breaks one rule and no other, and what nearly does. */
export interface RuleCase {
  readonly rule: string;
  readonly breaks: (parts: Parts) => void;
  /** Why the near miss is none. */
  readonly nearly: string;
  readonly nearMiss: (parts: Parts) => void;
}

export function changed(change: (parts: Parts) => void): JsonObject {
  const parts = cleanParts();
  change(parts);
  return templateOf(parts);
}

/** The case's first container gets another value of one field. */
export function container(field: string, value: unknown): (parts: Parts) => void {
  return (parts) => {
    if (value === undefined) delete parts.container[field];
    else parts.container[field] = value;
  };
}

export function task(field: string, value: unknown): (parts: Parts) => void {
  return (parts) => {
    if (value === undefined) delete parts.task[field];
    else parts.task[field] = value;
  };
}

export function variable(name: string, value: string): (parts: Parts) => void {
  return container('Environment', [{ Name: name, Value: value }]);
}

/** On hosts of one's own, where Fargate's refusals do not hold. */
export function onEc2(...changes: readonly ((parts: Parts) => void)[]): (parts: Parts) => void {
  return (parts) => {
    parts.task['RequiresCompatibilities'] = ['EC2'];
    parts.service['LaunchType'] = 'EC2';
    for (const change of changes) change(parts);
  };
}

/** A statement added to a role's policy. */
export function allow(
  role: 'taskRole' | 'executionRole',
  action: string,
  resource: string,
  condition?: object,
): (parts: Parts) => void {
  return (parts) => {
    parts[role]['Policies'][0].PolicyDocument.Statement.push({
      Effect: 'Allow',
      Action: action,
      Resource: resource,
      ...(condition !== undefined && { Condition: condition }),
    });
  };
}
