import { parseFilterPattern } from '../../../analysis/filter-pattern';
import {
  EXAMPLE_DEPLOY_ROLE,
  exampleDeployer,
  exampleEvent,
  exampleRole,
  exampleRoot,
  exampleUser,
} from '../../../detections/examples/example-event';
import {
  anyOf,
  byOtherThanDeployRoles,
  calls,
  exceptDeployRoles,
  inFirst,
  jsonPattern,
} from '../../../detections/writing/pattern-text';
import type { UserIdentity } from '../../../records/cloudtrail/cloudtrail-record';

function matches(condition: string, userIdentity: UserIdentity, more: object = {}): boolean {
  const event = exampleEvent('ecs', 'StopTask', null, { userIdentity, ...more });
  return parseFilterPattern(jsonPattern(condition)).matchesRecord(event);
}

describe('everyone but the deploy roles', () => {
  const known = byOtherThanDeployRoles([EXAMPLE_DEPLOY_ROLE]);
  const service: UserIdentity = { type: 'AWSService', invokedBy: 'events.amazonaws.com' };

  test('leaves out the role, and only by its whole ARN', () => {
    expect(matches(known, exampleDeployer)).toBe(false);
    expect(matches(known, exampleRole('deploy-pipeline-2'))).toBe(true);
  });

  test('keeps callers that have no role: users, root, AWS services', () => {
    expect([exampleUser, exampleRoot, service].map((caller) => matches(known, caller))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('keeps somebody else who works through CloudFormation', () => {
    const through = { ...exampleRole('somebody-else'), invokedBy: 'cloudformation.amazonaws.com' };
    expect(matches(known, through)).toBe(true);
  });

  test('leaves out each of several roles', () => {
    const two = byOtherThanDeployRoles([EXAMPLE_DEPLOY_ROLE, 'arn:aws:iam::111122223333:role/scheduler']);
    expect(matches(two, exampleDeployer)).toBe(false);
    expect(matches(two, exampleRole('scheduler'))).toBe(false);
    expect(matches(two, exampleRole('other'))).toBe(true);
  });

  test('with no role known, keeps those who never are a pipeline', () => {
    const unknown = byOtherThanDeployRoles([]);
    expect(matches(unknown, exampleUser)).toBe(true);
    expect(matches(unknown, exampleRoot)).toBe(true);
    expect(matches(unknown, exampleRole('developer'), { sessionCredentialFromConsole: 'true' })).toBe(true);
    expect(matches(unknown, exampleRole('developer'))).toBe(false);
  });

  test('with no role known, an exception for it is no condition at all', () => {
    expect(exceptDeployRoles([])).toEqual([]);
    expect(exceptDeployRoles([EXAMPLE_DEPLOY_ROLE])).toEqual([known]);
  });
});

describe('pattern text', () => {
  test('calls name the service once and the calls as alternatives', () => {
    expect(calls('ecs', 'RunTask', 'StartTask')).toBe(
      '($.eventSource = "ecs.amazonaws.com") && (($.eventName = "RunTask") || ($.eventName = "StartTask"))',
    );
  });

  test('one alternative needs no parentheses of its own', () => {
    expect(anyOf('($.a = 1)')).toBe('($.a = 1)');
  });

  test('the first elements of an array are written out by index', () => {
    expect(inFirst(2, '$.a', (it) => `(${it}.b IS TRUE)`)).toBe('(($.a[0].b IS TRUE) || ($.a[1].b IS TRUE))');
  });
});
