import { readSettings } from '../../../stacks/config';
import { limitProblems } from '../../../stacks/limits/limit-problems';
import { ACCOUNT } from '../access/template-policy';
import { synth } from '../synth';
import type { Context } from '../variants';

const SEARCH: Context = { stage: 'hardened', search: 'domain' };
const ATTACHED: Context = { search: 'domain', 'monitor.existingVpcId': 'vpc-0123456789abcdef0' };
const SUBNETS = 'subnet-0123456789abcdef0,subnet-0123456789abcdef1';
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

const template = (context: Context) => synth(context).template('search');
const domain = (context: Context) =>
  Object.values(template(context).findResources('AWS::OpenSearchService::Domain'))[0]?.['Properties'];
const variable = (context: Context, handler: string, name: string): unknown =>
  Object.values(template(context).findResources('AWS::Lambda::Function'))
    .map(({ Properties }) => Properties)
    .find(({ FunctionName }) => FunctionName.endsWith(handler))?.Environment.Variables[name];

describe('the name of the domain', () => {
  const named = (name: string): string => domain({ ...SEARCH, name }).DomainName;

  test.each(['ab', 'harborwatch', 'a-name-of-exactly-21c', 'a-name-of-22-characte-', 'h'.repeat(30)])(
    'is one that AWS takes, for %s',
    (name) => {
      expect(named(name.replace(/-$/, 'x'))).toMatch(/^[a-z][a-z0-9-]{2,27}$/);
    },
  );

  test('is not the same for two deployments whose long names begin alike', () => {
    const [one, other] = ['harborwatch-production-ireland', 'harborwatch-production-finland'];
    expect(named(one ?? '')).not.toBe(named(other ?? ''));
    expect(named(one ?? '')).not.toContain('--');
  });

  test('and all else is within the limits of AWS at the longest', () => {
    const made = template({ ...SEARCH, mode: 'production', name: 'h'.repeat(30) });
    expect(limitProblems('search', made.toJSON())).toEqual([]);
  });
});

describe('roles that may search', () => {
  test('may have paths, be of another account, and be named twice', () => {
    const odd = [
      role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Responder_0123456789abcdef'),
      'arn:aws:iam::444455556666:role/team+a=b,c.d@e_f',
    ];
    const context = { ...SEARCH, 'search.readerRoles': [...odd, odd[0]].join(';').split(';') };
    expect(JSON.parse(String(variable(context, 'search-setup', 'SEARCH_READERS')))).toEqual(odd);
    const statements = domain(context).AccessPolicies.Statement as readonly {
      readonly Principal: { readonly AWS: unknown };
    }[];
    expect(
      statements.filter(({ Principal }) => JSON.stringify(Principal.AWS) === JSON.stringify(odd)),
    ).toHaveLength(1);
  });

  test('without any nobody but the two functions is let in', () => {
    const { Statement } = domain(SEARCH).AccessPolicies;
    expect(JSON.stringify(Statement)).not.toContain('"AWS":[]');
    expect(Statement).toHaveLength(3);
  });

  test.each([
    ['everybody', '*'],
    ['all roles', `arn:aws:iam::${ACCOUNT}:role/*`],
    ['an account', `arn:aws:iam::${ACCOUNT}:root`],
    ['a user', `arn:aws:iam::${ACCOUNT}:user/ada`],
    ['a session', `arn:aws:sts::${ACCOUNT}:assumed-role/responder/ada`],
    ['more than 20', Array.from({ length: 21 }, (_, index) => role(`r${index}`))],
  ])('cannot be %s', (_, value) => {
    expect(() => readSettings({ ...SEARCH, 'search.readerRoles': value })).toThrow('search.readerRoles');
  });

  test('as long as they can be, are refused where the function cannot hold them', () => {
    const long = Array.from({ length: 20 }, (_, index) => role(`${'p/'.repeat(200)}r${index}`));
    expect(() => template({ ...SEARCH, 'search.readerRoles': long })).toThrow(
      /search-setup take \d+ bytes of its environment, and Lambda takes 4096; the setting searchReaders/,
    );
  });

  test('without a search engine are refused, and not forgotten', () => {
    expect(() => readSettings({ stage: 'hardened', 'search.readerRoles': role('responder') })).toThrow(
      'search.readerRoles needs search=domain',
    );
  });
});

describe('around an existing VPC', () => {
  test.each([
    ['a demo in one subnet', { ...ATTACHED, 'search.subnetIds': 'subnet-0123456789abcdef0' }, 1],
    ['a demo in two', { ...ATTACHED, 'search.subnetIds': SUBNETS }, 1],
    ['production in two', { ...ATTACHED, mode: 'production', 'search.subnetIds': SUBNETS }, 2],
  ])('%s has as many nodes’ subnets as it has zones, and its functions are there', (_, context, count) => {
    expect(domain(context).VPCOptions.SubnetIds).toHaveLength(count);
    const functions = Object.values(template(context).findResources('AWS::Lambda::Function'));
    for (const { Properties } of functions)
      expect(Properties.VpcConfig.SubnetIds).toContain('subnet-0123456789abcdef0');
    template(context).hasOutput('SearchSecurityGroup', {});
  });

  test.each([
    ['one subnet', 'subnet-0123456789abcdef0'],
    ['the same one twice', 'subnet-0123456789abcdef0,subnet-0123456789abcdef0'],
  ])('production is not made in %s', (_, subnets) => {
    expect(() => readSettings({ ...ATTACHED, mode: 'production', 'search.subnetIds': subnets })).toThrow(
      'names 1 subnets; search=domain in the VPC of monitor.existingVpcId needs 2',
    );
  });

  test('no range of addresses is let in that nobody named', () => {
    const context = { ...ATTACHED, 'search.subnetIds': SUBNETS };
    expect(JSON.stringify(template(context).toJSON())).not.toContain('"CidrIp":"10.');
  });
});

describe('with a trail that has a bucket alone', () => {
  const bucketOnly: Context = {
    'monitor.trailBucketName': 'organization-trail-logs',
    'monitor.trailSource': 's3',
  };
  test.each([
    ['with a workload of its own', { ...SEARCH, ...bucketOnly }, 2],
    ['around an existing VPC', { ...ATTACHED, 'search.subnetIds': SUBNETS, ...bucketOnly }, 1],
  ])(
    'flows and container lines are searched, and no group is named that is not there: %s',
    (_, context, count) => {
      template(context).resourceCountIs('AWS::Logs::SubscriptionFilter', count);
      expect(variable(context, 'search-indexer', 'TRAIL_LOG_GROUP')).toBeUndefined();
      expect(variable(context, 'search-indexer', 'FLOW_LOG_GROUP')).toBeDefined();
      expect(limitProblems('search', template(context).toJSON())).toEqual([]);
    },
  );
});

test('in any region and partition its ARNs are of that place', () => {
  const text = JSON.stringify(template(SEARCH).toJSON());
  expect(text).not.toMatch(/arn:aws:(?!iam::\d{12}:role)/);
  expect(text).not.toMatch(/eu-west-1|us-east-1/);
});
