import { CHECKS } from '../../../local/doctor/checks';
import { synth } from '../../stacks/synth';
import type { Context } from '../../stacks/variants';
import { deployedAccount } from './deployed-account';
import { NOW, withAccount } from './examine';
import type { CfnTemplate } from './resolve';

const { examine } = withAccount();

const accountOf = (context: Context) => {
  const { template, stacks } = synth(context);
  return deployedAccount(
    stacks.map((stack) => template(stack).toJSON() as CfnTemplate),
    NOW,
  );
};

describe.each([
  ['an alarm for each filter', {}],
  ['an alarm for each family', { alarms: 'family' }],
  ['little place for filters', { 'monitor.filterPlaces': 40 }],
])('with %s', (_alarms, context) => {
  test.each(CHECKS.map((check) => [check.id, check] as const))(
    'what the stacks deploy is well for the check %s',
    async (_, check) => {
      const { deployment, state } = accountOf(context);
      const { told } = await examine(check, (account) => Object.assign(account, state), deployment);
      expect(told).toEqual([]);
    },
  );
});

test('the description fits a standard parameter, with room for twenty deploy roles', () => {
  const { deployment } = accountOf({});
  const deployRoles = Array.from(
    { length: 20 },
    (_, n) => `arn:aws:iam::111122223333:role/deploy-pipeline-${n}`,
  );
  const text = JSON.stringify({ ...deployment, catalogue: { ...deployment.catalogue, deployRoles } });
  expect(text.length).toBeLessThanOrEqual(4096);
});
