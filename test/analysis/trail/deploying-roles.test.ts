import { DeployingRoles, describeDeployingRole } from '../../../analysis/trail/deploying-roles';
import {
  denied,
  exampleDeployer,
  exampleEvent,
  exampleRole,
} from '../../../detections/examples/example-event';
import { exampleSso, exampleTask } from '../../../detections/examples/trail/trail-example';
import type { UserIdentity } from '../../../records/cloudtrail/cloudtrail-record';

const DAY = 86_400;

function seen(userIdentity: UserIdentity, days: number, eventName = 'UpdateService', isRefused = false) {
  const roles = new DeployingRoles();
  for (let day = 0; day < days; day += 1) {
    const record = exampleEvent('ecs', eventName, null, { userIdentity });
    roles.add(isRefused ? denied(record) : record, day * DAY);
    roles.add(isRefused ? denied(record) : record, day * DAY + 60);
  }
  return roles.proposed();
}

test('a role that deploys on several days is proposed, with how often', () => {
  const [role, ...others] = seen(exampleDeployer, 4);
  expect(others).toEqual([]);
  expect(role && describeDeployingRole(role)).toBe(
    'arn:aws:iam::111122223333:role/deploy-pipeline (8 calls on 4 days)',
  );
});

test.each([
  ['who deploys on two days only, as an intruder would', seen(exampleRole('ops'), 2)],
  ['a person, however regular', seen(exampleSso, 9)],
  ['a task', seen(exampleTask(), 9)],
  ['calls that every tool makes', seen(exampleDeployer, 9, 'StopTask')],
  ['what was refused', seen(exampleDeployer, 9, 'UpdateService', true)],
])('%s is not', (_, proposed) => {
  expect(proposed).toEqual([]);
});

test('the order of the records changes nothing, and at most five are named', () => {
  const roles = new DeployingRoles();
  for (const [index, day] of [3, 1, 2, 3, 1, 2].entries()) {
    for (let role = 0; role < 9; role += 1) {
      const userIdentity = exampleRole(`deploy-${(role + index) % 9}`);
      roles.add(exampleEvent('ecr', 'PutImage', null, { userIdentity }), day * DAY);
    }
  }
  expect(roles.proposed().map(({ arn }) => arn.split('/')[1])).toEqual(
    [0, 1, 2, 3, 4].map((number) => `deploy-${number}`),
  );
});
