import { theOne, workloadTemplate } from './workload-template';

const containerOf = (template: ReturnType<typeof workloadTemplate>) =>
  (
    theOne(template, 'AWS::ECS::TaskDefinition')['ContainerDefinitions'] as readonly Record<string, unknown>[]
  )[0] ?? {};

describe('the allow list of the container', () => {
  test.each(['open', 'restricted', 'secrets', 'hardened', 'browser-shell'] as const)(
    'is enforced in stage %s, and told alone where the setting says so',
    (stage) => {
      expect(containerOf(workloadTemplate(stage))['Environment']).toContainEqual({
        Name: 'ALLOW_LIST_MODE',
        Value: 'enforce',
      });
      const told = workloadTemplate(stage, { 'workload.allowList': 'report' });
      expect(containerOf(told)['Environment']).toContainEqual({ Name: 'ALLOW_LIST_MODE', Value: 'report' });
    },
  );

  test.each(['open', 'restricted', 'secrets'] as const)(
    'needs no capability beyond the usual in %s',
    (stage) => {
      expect(containerOf(workloadTemplate(stage))['LinuxParameters']).toBeUndefined();
    },
  );

  test('the shell in the browser is as confined as hardened, and behind its load balancer', () => {
    const template = workloadTemplate('browser-shell');
    const { User, ReadonlyRootFilesystem, LinuxParameters, PortMappings } = containerOf(template);
    expect({ User, ReadonlyRootFilesystem, LinuxParameters, PortMappings }).toEqual({
      User: '10001:10001',
      ReadonlyRootFilesystem: true,
      LinuxParameters: expect.objectContaining({ Capabilities: { Drop: ['ALL'] } }),
      PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
    });
    expect(Object.keys(template.findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'))).toHaveLength(1);
  });
});

describe('GuardDuty Runtime Monitoring', () => {
  const DETECTOR = 'AWS::GuardDuty::Detector';
  const on = workloadTemplate('hardened', { 'workload.guardDutyRuntimeMonitoring': true });

  test('is made by the setting alone', () => {
    expect(workloadTemplate('hardened').findResources(DETECTOR)).toEqual({});
    expect(theOne(on, DETECTOR)).toMatchObject({
      Enable: true,
      Features: [
        {
          Name: 'RUNTIME_MONITORING',
          Status: 'ENABLED',
          AdditionalConfiguration: [{ Name: 'ECS_FARGATE_AGENT_MANAGEMENT', Status: 'DISABLED' }],
        },
      ],
    });
  });

  test('looks at the new tasks of this cluster, and of no other', () => {
    expect(theOne(on, 'AWS::ECS::Cluster')['Tags']).toContainEqual({
      Key: 'GuardDutyManaged',
      Value: 'true',
    });
  });

  test('lets the execution role pull the agent and nothing else of that account', () => {
    const pulls = JSON.stringify(on.findResources('AWS::IAM::Policy')).split('aws-guardduty-agent-fargate');
    expect(pulls).toHaveLength(2);
    expect(JSON.stringify(workloadTemplate('hardened').toJSON())).not.toContain('aws-guardduty-agent');
  });
});
