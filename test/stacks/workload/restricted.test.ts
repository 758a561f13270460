import { theOne, workloadTemplate } from './workload-template';

const ingress = (context = {}) =>
  theOne(workloadTemplate('restricted', context), 'AWS::EC2::SecurityGroup')[
    'SecurityGroupIngress'
  ] as readonly Record<string, unknown>[];

describe('stage restricted', () => {
  test('the web port is open, and nothing else is', () => {
    const rules = ingress();
    expect(rules.map(({ FromPort, ToPort, IpProtocol }) => [FromPort, ToPort, IpProtocol])).toEqual([
      [80, 80, 'tcp'],
      [80, 80, 'tcp'],
    ]);
  });

  test('a trusted range reaches port 22, over IPv4 or IPv6, and nobody else does', () => {
    const ssh = ingress({ trustedSshCidrs: '192.0.2.0/24,2001:db8::/32' }).filter(
      ({ FromPort }) => FromPort === 22,
    );
    expect(ssh.map(({ CidrIp, CidrIpv6 }) => CidrIp ?? CidrIpv6)).toEqual(['192.0.2.0/24', '2001:db8::/32']);
  });

  test('it is the same group as in the stage before, with other rules', () => {
    const before = Object.keys(workloadTemplate('open').findResources('AWS::EC2::SecurityGroup'));
    const now = Object.keys(workloadTemplate('restricted').findResources('AWS::EC2::SecurityGroup'));
    expect(now).toEqual(before);
  });
});
