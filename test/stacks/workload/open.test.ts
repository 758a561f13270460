import { theOne, workloadStack, workloadTemplate } from './workload-template';

const template = workloadTemplate('open');
const task = () => theOne(template, 'AWS::ECS::TaskDefinition');
const container = () => (task()['ContainerDefinitions'] as readonly Record<string, unknown>[])[0] ?? {};

describe('stage open, as the workshop begins', () => {
  test('every port and protocol is open to everybody', () => {
    expect(theOne(template, 'AWS::EC2::SecurityGroup')['SecurityGroupIngress']).toEqual([
      expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }),
      expect.objectContaining({ CidrIpv6: '::/0', IpProtocol: '-1' }),
    ]);
  });

  test('the task has a public address in two public subnets', () => {
    const { Subnets, AssignPublicIp } = (
      theOne(template, 'AWS::ECS::Service')['NetworkConfiguration'] as {
        AwsvpcConfiguration: { Subnets: unknown[]; AssignPublicIp: string };
      }
    ).AwsvpcConfiguration;
    expect(AssignPublicIp).toBe('ENABLED');
    expect(JSON.stringify(Subnets)).toMatch(/PublicSubnet1.*PublicSubnet2/);
    expect(Subnets).toHaveLength(2);
  });

  test('the image of the stage is built, which has the published password in it', () => {
    expect(theOne(template, 'Custom::WorkloadImage')).toMatchObject({ Stage: 'open' });
    expect(container()['Secrets']).toBeUndefined();
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
  });

  test('web and SSH ports are told to ECS', () => {
    expect(container()['PortMappings']).toEqual([
      { ContainerPort: 80, Protocol: 'tcp' },
      { ContainerPort: 22, Protocol: 'tcp' },
    ]);
  });

  test('there is no load balancer yet', () => {
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 0);
    expect(workloadStack('open').watched).not.toHaveProperty('loadBalancer');
  });
});

describe('one task by hand', () => {
  const byHand = workloadTemplate('open', { 'workload.runService': false });

  test('nothing runs until somebody runs it', () => {
    byHand.resourceCountIs('AWS::ECS::Service', 0);
    byHand.resourceCountIs('AWS::ECS::TaskDefinition', 1);
    expect(workloadStack('open', { 'workload.runService': false }).watched.serviceNames).toEqual([]);
  });

  test('the task definition is there when its image is', () => {
    byHand.resourceCountIs('Custom::WorkloadImage', 1);
  });
});
