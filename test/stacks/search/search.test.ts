import { evaluatePolicy, type Statement } from '../access/evaluate-policy';
import { ACCOUNT, filledIn, REGION, statementsOf } from '../access/template-policy';
import { asList, flat } from '../every-deployment/deployments';
import { synth } from '../synth';
import type { Context } from '../variants';

const DEMO: Context = {
  stage: 'hardened',
  search: 'domain',
  'search.readerRoles': `arn:aws:iam::${ACCOUNT}:role/responder`,
};
const PRODUCTION: Context = { mode: 'production', stage: 'hardened', search: 'domain' };
const template = (context: Context = DEMO) => synth(context).template('search');
const domain = (context: Context = DEMO) =>
  Object.values(template(context).findResources('AWS::OpenSearchService::Domain'))[0]?.['Properties'];
const ARN = `arn:aws:es:${REGION}:${ACCOUNT}:domain/harborwatch-search`;

test('off by default', () => {
  expect(synth({ stage: 'hardened' }).stacks).not.toContain('search');
});

test('the VPC alone reaches it, everything is encrypted, and each caller has a role in it', () => {
  expect(domain()).toMatchObject({
    VPCOptions: { SubnetIds: [expect.anything()], SecurityGroupIds: [expect.anything()] },
    EncryptionAtRestOptions: { Enabled: true, KmsKeyId: expect.anything() },
    NodeToNodeEncryptionOptions: { Enabled: true },
    DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
    AdvancedSecurityOptions: { Enabled: true, InternalUserDatabaseEnabled: false },
  });
});

test('a demo has the smallest node, production two zones and three masters', () => {
  expect(domain().ClusterConfig).toEqual({ InstanceType: 't3.small.search', InstanceCount: 1 });
  expect(domain(PRODUCTION).ClusterConfig).toMatchObject({
    InstanceCount: 2,
    ZoneAwarenessEnabled: true,
    DedicatedMasterCount: 3,
  });
  expect(domain(PRODUCTION).VPCOptions.SubnetIds).toHaveLength(2);
});

test('who may ask it what, by IAM', () => {
  const statements = statementsOf(
    template(),
    'AWS::OpenSearchService::Domain',
    '',
    'AccessPolicies',
  ) as readonly (Statement & { readonly Principal: { readonly AWS: string } })[];
  const by = (who: string) => {
    const own = statements.filter(({ Principal }) => Principal.AWS.includes(who));
    return (method: string, path: string) =>
      evaluatePolicy(own, {
        action: `es:ESHttp${method}`,
        resource: `${ARN}${path}`,
        principal: own[0]?.Principal.AWS ?? 'nobody',
      });
  };
  const indexer = by('SearchIndexer');
  expect(indexer('Post', '/_bulk')).toBe('allowed');
  expect(indexer('Get', '/harborwatch-flows-2026.11.02/_search')).toBe('not mentioned');
  expect(indexer('Post', '/_plugins/_security/api/roles/x')).toBe('not mentioned');
  expect(indexer('Delete', '/harborwatch-flows-2026.11.02')).toBe('not mentioned');
  const setup = by('SearchSetup');
  expect(setup('Put', '/_plugins/_security/api/rolesmapping/harborwatch-writer')).toBe('allowed');
  expect(setup('Post', '/_bulk')).toBe('not mentioned');
  expect(setup('Delete', '/harborwatch-flows-2026.11.02')).toBe('not mentioned');
  expect(by('responder')('Post', '/harborwatch-flows-*/_search')).toBe('allowed');
  expect(statements.every(({ Principal }) => !JSON.stringify(Principal).includes('"*"'))).toBe(true);
});

test('nobody has a right on it beside its own policy', () => {
  const policies = Object.values(template().findResources('AWS::IAM::Policy'));
  const actions = policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action }) => asList<string>(Action));
  expect(actions.filter((action) => action.startsWith('es:'))).toEqual([]);
});

test('each log group has one subscription of it beside that of its analyzer or archive', () => {
  const { stacks, template: of } = synth(DEMO);
  const all = stacks.flatMap((name) =>
    Object.values(of(name).findResources('AWS::Logs::SubscriptionFilter')),
  );
  const ofSearch = all.filter(({ Properties }) => Properties.FilterName === 'harborwatch-search');
  expect(ofSearch).toHaveLength(3);
  expect(all).toHaveLength(6);
  expect(new Set(ofSearch.map(({ Properties }) => flat(Properties.LogGroupName))).size).toBe(3);
});

test('where both subscriptions of the trail are somebody else’s, its calls are not searched', () => {
  const context = { ...DEMO, 'monitor.trailSource': 's3' };
  template(context).resourceCountIs('AWS::Logs::SubscriptionFilter', 2);
});

test('around an existing VPC its subnets are asked for', () => {
  const attached = { 'monitor.existingVpcId': 'vpc-0123456789abcdef0', search: 'domain' };
  expect(() => synth(attached)).toThrow('search.subnetIds');
  expect(() => synth({ stage: 'hardened', 'search.subnetIds': 'subnet-0123456789abcdef0' })).toThrow(
    'needs search=domain',
  );
});

test.each(['search-indexer', 'search-setup'])(
  '%s starts with the environment that it is deployed with',
  async (handler) => {
    const before = process.env;
    const [deployed] = Object.values(template().findResources('AWS::Lambda::Function'))
      .map(({ Properties }) => Properties)
      .filter(({ FunctionName }) => FunctionName.endsWith(handler));
    const variables = filledIn(deployed?.['Environment'].Variables) as Record<string, string>;
    process.env = { ...before, AWS_REGION: REGION, ...variables };
    try {
      await jest.isolateModulesAsync(async () => {
        const module: { handler: unknown } = await import(`../../../handlers/${handler}`);
        expect(typeof module.handler).toBe('function');
      });
    } finally {
      process.env = before;
    }
  },
);
