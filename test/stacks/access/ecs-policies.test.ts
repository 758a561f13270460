import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ClusterReader } from '../../../stacks/access/cluster-reader';
import { ClusterResourcesReader } from '../../../stacks/access/cluster-resources-reader';
import { OwnerAccess } from '../../../stacks/access/owner-access';
import { evaluatePolicy, type PolicyRequest } from './evaluate-policy';
import { ACCOUNT, REGION, statementsOf } from './template-policy';

const arn = (resource: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:${resource}`;
const CLUSTER = arn('cluster/shop');
const OTHER = arn('cluster/bank');

const stack = new Stack(new App(), 'Access', { env: { account: ACCOUNT, region: REGION } });
new ClusterReader(stack, 'ClusterReader', { clusterName: 'shop' });
new ClusterResourcesReader(stack, 'ResourcesReader', { clusterName: 'shop' });
new OwnerAccess(stack, 'OwnerAccess', { owner: 'ada', clusterName: 'shop' });
const template = Template.fromStack(stack);

const asking = (policy: string) => {
  const statements = statementsOf(template, 'AWS::IAM::ManagedPolicy', policy);
  return (action: string, resource: string, context: PolicyRequest['context'] = {}) =>
    evaluatePolicy(statements, { action: `ecs:${action}`, resource, context });
};

describe('read-only on one cluster', () => {
  const ask = asking('ClusterReader');

  test('looks at that cluster', () => {
    expect(ask('DescribeClusters', CLUSTER)).toBe('allowed');
    expect(ask('ListContainerInstances', CLUSTER)).toBe('allowed');
  });

  test('not at another, whose name may begin the same', () => {
    expect(ask('DescribeClusters', OTHER)).toBe('not mentioned');
    expect(ask('DescribeClusters', arn('cluster/shop-test'))).toBe('not mentioned');
  });

  test('not at what runs in it', () => {
    const context = { 'ecs:cluster': CLUSTER };
    expect(ask('DescribeServices', arn('service/shop/checkout'), context)).toBe('not mentioned');
    expect(ask('DescribeTasks', arn('task/shop/0123'), context)).toBe('not mentioned');
  });

  test.each(['DeleteCluster', 'UpdateCluster', 'UpdateClusterSettings', 'PutClusterCapacityProviders'])(
    'changes nothing: %s',
    (action) => {
      expect(ask(action, CLUSTER)).toBe('not mentioned');
    },
  );
});

describe('read-only on the resources of one cluster', () => {
  const ask = asking('ResourcesReader');
  const within = { 'ecs:cluster': CLUSTER };

  test('looks at services and tasks of that cluster', () => {
    expect(ask('DescribeServices', arn('service/shop/checkout'), within)).toBe('allowed');
    expect(ask('DescribeTasks', arn('task/shop/0123'), within)).toBe('allowed');
    expect(ask('DescribeServiceDeployments', arn('service-deployment/shop/checkout/1'), within)).toBe(
      'allowed',
    );
    expect(ask('ListTasks', '*', within)).toBe('allowed');
    expect(ask('ListServices', '*', within)).toBe('allowed');
  });

  test('not at those of another', () => {
    const elsewhere = { 'ecs:cluster': OTHER };
    expect(ask('DescribeServices', arn('service/bank/checkout'), elsewhere)).toBe('not mentioned');
    expect(ask('DescribeTasks', arn('task/bank/0123'), elsewhere)).toBe('not mentioned');
    expect(ask('ListTasks', '*', elsewhere)).toBe('not mentioned');
    expect(ask('ListServices', '*')).toBe('not mentioned');
  });

  test('not at the cluster, and not at task definitions, which belong to none', () => {
    expect(ask('DescribeClusters', CLUSTER)).toBe('not mentioned');
    expect(ask('DescribeTaskDefinition', '*')).toBe('not mentioned');
  });

  test.each([
    ['ExecuteCommand', arn('task/shop/0123')],
    ['StopTask', arn('task/shop/0123')],
    ['UpdateService', arn('service/shop/checkout')],
    ['DeleteService', arn('service/shop/checkout')],
    ['RunTask', arn('task-definition/checkout:1')],
  ])('changes nothing and goes in nowhere: %s', (action, resource) => {
    expect(ask(action, resource, within)).toBe('not mentioned');
  });
});

describe('full access by owner tag', () => {
  const ask = asking('OwnerAccess');
  const mine = { 'aws:ResourceTag/owner': 'ada', 'ecs:cluster': CLUSTER };
  const theirs = { 'aws:ResourceTag/owner': 'bob', 'ecs:cluster': CLUSTER };

  test.each([
    ['UpdateService', 'service/shop/checkout'],
    ['DeleteService', 'service/shop/checkout'],
    ['StopTask', 'task/shop/0123'],
    ['ExecuteCommand', 'task/shop/0123'],
    ['RunTask', 'task-definition/checkout:1'],
  ])('does with its own what it likes: %s', (action, resource) => {
    expect(ask(action, arn(resource), mine)).toBe('allowed');
  });

  test.each([
    ['UpdateService', 'service/shop/checkout'],
    ['StopTask', 'task/shop/0123'],
    ['ExecuteCommand', 'task/shop/0123'],
    ['RunTask', 'task-definition/checkout:1'],
  ])('nothing with what belongs to others or to nobody: %s', (action, resource) => {
    expect(ask(action, arn(resource), theirs)).toBe('not mentioned');
    expect(ask(action, arn(resource), { 'ecs:cluster': CLUSTER })).toBe('not mentioned');
  });

  test('runs its own task definitions in the one cluster only', () => {
    expect(ask('RunTask', arn('task-definition/checkout:1'), { ...mine, 'ecs:cluster': OTHER })).toBe(
      'denied',
    );
    expect(
      ask('CreateService', arn('service/bank/new'), { 'aws:RequestTag/owner': 'ada', 'ecs:cluster': OTHER }),
    ).toBe('denied');
  });

  test('makes what carries its tag, and tags it as it is made', () => {
    const made = { 'aws:RequestTag/owner': 'ada', 'ecs:cluster': CLUSTER };
    expect(ask('CreateService', arn('service/shop/new'), made)).toBe('allowed');
    expect(
      ask('TagResource', arn('service/shop/new'), { ...made, 'ecs:CreateAction': 'CreateService' }),
    ).toBe('allowed');
    expect(ask('RegisterTaskDefinition', arn('task-definition/new'), { 'aws:RequestTag/owner': 'ada' })).toBe(
      'allowed',
    );
  });

  test('makes nothing without the tag or with that of another', () => {
    expect(ask('CreateService', arn('service/shop/new'), { 'ecs:cluster': CLUSTER })).toBe('not mentioned');
    expect(
      ask('CreateService', arn('service/shop/new'), {
        'aws:RequestTag/owner': 'bob',
        'ecs:cluster': CLUSTER,
      }),
    ).toBe('not mentioned');
  });

  test('does not make its own what belongs to others', () => {
    const grabbing = { ...theirs, 'aws:RequestTag/owner': 'ada', 'aws:TagKeys': ['owner'] };
    expect(ask('TagResource', arn('service/shop/checkout'), grabbing)).toBe('not mentioned');
  });

  test('gives nothing away and takes the tag off nothing; other tags it may change', () => {
    const service = arn('service/shop/checkout');
    expect(
      ask('TagResource', service, { ...mine, 'aws:RequestTag/owner': 'bob', 'aws:TagKeys': ['owner'] }),
    ).toBe('denied');
    expect(ask('UntagResource', service, { ...mine, 'aws:TagKeys': ['owner', 'team'] })).toBe('denied');
    expect(
      ask('TagResource', service, { ...mine, 'aws:RequestTag/team': 'blue', 'aws:TagKeys': ['team'] }),
    ).toBe('allowed');
    expect(ask('UntagResource', service, { ...mine, 'aws:TagKeys': ['team'] })).toBe('allowed');
  });

  test('has no say over the account', () => {
    expect(ask('PutAccountSettingDefault', '*')).toBe('not mentioned');
    expect(ask('CreateCluster', arn('cluster/new'), { 'aws:RequestTag/owner': 'ada' })).toBe('not mentioned');
  });
});
