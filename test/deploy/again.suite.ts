import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { STACK_IDS } from '../../stacks/stack-ids';
import { Emulator } from '../handlers/emulator/emulator';
import { Account } from './account';
import type { TemplateText } from './take-out';
import { TAKEN_OUT } from './taken-out';

jest.setTimeout(900_000);

const PRODUCTION = { mode: 'production', stage: 'hardened' };
let emulator: Emulator;

beforeAll(async () => {
  emulator = await Emulator.start();
});
afterAll(async () => {
  await emulator?.stop();
});

describe('a first deploy in production that fails', () => {
  /** An image that is never built: it is waited for after all else of the stack is made. */
  const thatFails = (template: TemplateText): TemplateText => ({
    ...template,
    Resources: {
      ...template.Resources,
      Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Failing: {
        Type: 'AWS::CloudFormation::WaitCondition',
        DependsOn: Object.keys(template.Resources ?? {}),
        Properties: { Handle: { Ref: 'Handle' }, Timeout: '1' },
      },
    },
  });
  const retaining = (template: TemplateText) =>
    JSON.parse(JSON.stringify(template).replaceAll('RetainExceptOnCreate', 'Retain')) as TemplateText;
  /** What the stack that fails gives a name of its own, and would keep. */
  const KEPT = [
    'log group /harborwatch/workload/container-log-delivery',
    'log group /harborwatch/workload/containers',
    'log group /harborwatch/workload/image-build',
  ];
  const breaking =
    (change: (template: TemplateText) => TemplateText) => (id: string, template: TemplateText) =>
      id === 'WorkloadStack' ? change(template) : template;

  test('leaves none of its names behind, and the next one deploys', async () => {
    const account = new Account(emulator.endpoint, '111111111111', 'eu-west-1');
    await expect(account.deploy(PRODUCTION, breaking(thatFails))).rejects.toThrow(
      /harborwatch-workload is ROLLBACK_COMPLETE; .*Failing: /,
    );
    expect((await account.there()).filter((thing) => /workload|image|cluster/.test(thing))).toEqual([]);
    await account.deploy(PRODUCTION);
    expect(await account.there()).toEqual(expect.arrayContaining(KEPT));
  });

  test('would leave them, did it retain what it made', async () => {
    const account = new Account(emulator.endpoint, '222222222222', 'eu-west-1');
    await expect(
      account.deploy(
        PRODUCTION,
        breaking((template) => thatFails(retaining(template))),
      ),
    ).rejects.toThrow('ROLLBACK_COMPLETE');
    expect(await account.there()).toEqual(expect.arrayContaining(KEPT));
  });
});

test.each(TAKEN_OUT)('%s is still refused by the emulator, and so taken out', async (Type) => {
  const { client } = new Account(emulator.endpoint, '555555555555', 'eu-west-1');
  const TemplateBody = JSON.stringify({ Resources: { Only: { Type, Properties: {} } } });
  await expect(client.send(new CreateStackCommand({ StackName: 'only', TemplateBody }))).rejects.toThrow(
    'Unrecognized resource types',
  );
});

test('two regions of one account and two names in one region share nothing', async () => {
  const SETTINGS = { stage: 'secrets', notificationEmails: 'security@example.com' };
  const ireland = new Account(emulator.endpoint, '333333333333', 'eu-west-1');
  const virginia = new Account(emulator.endpoint, '333333333333', 'us-east-1');
  await ireland.deploy(SETTINGS);
  const first = await ireland.there();
  await ireland.deploy({ ...SETTINGS, name: 'second' });
  await virginia.deploy(SETTINGS);
  const all = await ireland.there();
  expect(all).toEqual(expect.arrayContaining([...first]));
  // The other name has as much, and what is of all regions the other region has, too.
  const second = all.filter((thing) => / (?:\S*\/)?second[-_/]?/.test(thing));
  expect(second).toHaveLength(first.length);

  const before = await virginia.there();
  await ireland.destroy('harborwatch', STACK_IDS);
  expect(await ireland.there()).toEqual(all.filter((thing) => !first.includes(thing)));
  // Buckets and policies are listed in every region.
  const gone = first.filter((thing) => /^(?:bucket|policy) /.test(thing));
  expect(await virginia.there()).toEqual(before.filter((thing) => !gone.includes(thing)));
});
