import { exampleDeployer, exampleEvent } from '../../../../detections/examples/example-event';
import { deployRoles } from '../../../../local/doctor/checks/deploy-roles';
import { DEPLOYMENT } from '../deployment';
import { withAccount } from '../examine';

const { examine, server } = withAccount();
const UNNAMED = { ...DEPLOYMENT, catalogue: { ...DEPLOYMENT.catalogue, deployRoles: [] } };

test('where roles are named nothing is asked', async () => {
  const result = await examine(deployRoles);
  expect(result).toMatchObject({ seen: '1 named', problems: [] });
  expect(server.calls).toEqual([]);
});

test('where none is, it says how many detections are wider, and is no problem', async () => {
  const result = await examine(deployRoles, undefined, UNNAMED);
  expect(result.problems).toEqual([]);
  expect(result.seen).toMatch(
    /^no deploy role is named, so \d+ detections look at every role, \d+ of them at low$/,
  );
});

test('roles that deploy day after day are proposed', async () => {
  const result = await examine(
    deployRoles,
    (state) => {
      state.pastCalls = [1, 2, 3].map((day) => ({
        CloudTrailEvent: JSON.stringify(
          exampleEvent('ecs', 'RegisterTaskDefinition', null, {
            userIdentity: exampleDeployer,
            eventTime: `2026-10-0${day}T10:00:00Z`,
          }),
        ),
      }));
    },
    UNNAMED,
  );
  expect(result.seen).toMatch(/these deploy regularly: arn:aws:iam::111122223333:role\/deploy-pipeline/);
});

test('a history that may not be read is told as unseen, and hides nothing else', async () => {
  const result = await examine(deployRoles, (state) => state.denied.add('CloudTrail.LookupEvents'), UNNAMED);
  expect(result.told.join()).toContain('this identity may not call cloudtrail:LookupEvents');
  expect(result.seen).toMatch(/detections look at every role/);
});
