import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compareWithDeployed, MoveError } from '../../../stacks/moves/compare-with-deployed';
import type { Deployed, MovedTemplate } from '../../../stacks/moves/deployed';
import { placeOfDeploy } from '../../../stacks/moves/place-of-deploy';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const OWN_KEY = 'OWN';
const LOOKUP_KEY = 'LOOKUP';

const NETWORK: MovedTemplate = { Outputs: { Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } } };
const WORKLOAD: MovedTemplate = {
  Resources: {
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { 'Fn::ImportValue': 'vpc' } } },
  },
};

/** STS and CloudFormation, as far as they are asked. */
let server: Server;
let mayRead: readonly string[];
let deployed: Readonly<Record<string, { readonly status: string; readonly template: object }>>;
let asked: string[];
const before = { ...process.env };

function answer(action: string, form: URLSearchParams, key: string): readonly [number, string] {
  const result = (inner: string) =>
    `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
  const error = (code: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`;
  if (action === 'GetCallerIdentity') return [200, result('<Account>111122223333</Account>')];
  if (action === 'AssumeRole') {
    const isLookup = form.get('RoleArn')?.endsWith(':role/cdk-hnb659fds-lookup-role-111122223333-eu-west-1');
    return isLookup && mayRead.includes(LOOKUP_KEY)
      ? [
          200,
          result(
            `<Credentials><AccessKeyId>${LOOKUP_KEY}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
          ),
        ]
      : [403, error('AccessDenied')];
  }
  if (!mayRead.includes(key)) return [403, error('AccessDenied')];
  const stack = deployed[form.get('StackName') ?? ''];
  if (stack === undefined) return [400, error('ValidationError')];
  if (action === 'DescribeStacks') {
    return [
      200,
      result(
        `<Stacks><member><StackName>s</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>${stack.status}</StackStatus></member></Stacks>`,
      ),
    ];
  }
  return [200, result(`<TemplateBody>${JSON.stringify(stack.template)}</TemplateBody>`)];
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const key = /Credential=(\w+)/.exec(String(request.headers.authorization))?.[1] ?? '';
      asked.push(`${key} ${form.get('Action')}`);
      const [status, text] = answer(form.get('Action') ?? '', form, key);
      response.statusCode = status;
      response.setHeader('content-type', 'text/xml');
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: OWN_KEY,
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
afterAll(async () => {
  process.env = before;
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked = [];
  mayRead = [OWN_KEY];
  deployed = {
    'harborwatch-network': { status: 'CREATE_COMPLETE', template: NETWORK },
    'harborwatch-workload': { status: 'UPDATE_ROLLBACK_COMPLETE', template: WORKLOAD },
  };
});

const SAME: Deployed = new Map([
  ['NetworkStack', NETWORK],
  ['WorkloadStack', WORKLOAD],
]);
const WITHOUT_EXPORT: Deployed = new Map([...SAME, ['NetworkStack', {}]]);

test('what CloudFormation would refuse is refused, with what has to go first', async () => {
  const refused = compareWithDeployed('harborwatch', WITHOUT_EXPORT, PLACE);
  await expect(refused).rejects.toThrow(MoveError);
  await expect(refused).rejects.toThrow(
    /^NetworkStack takes away what is imported by WorkloadStack: destroy WorkloadStack .*\n.*nothing was changed$/,
  );
  expect(await compareWithDeployed('harborwatch', SAME, PLACE)).toEqual([]);
  // Another name is another deployment, of which nothing is there.
  expect(await compareWithDeployed('other', WITHOUT_EXPORT, PLACE)).toEqual([]);
});

test('a stack that stays behind is told, and stops nothing, whatever the new settings have', async () => {
  expect(await compareWithDeployed('harborwatch', new Map([['NetworkStack', NETWORK]]), PLACE)).toEqual([
    expect.stringMatching(/^WorkloadStack is in the new deployment no more, .* destroy WorkloadStack before/),
  ]);
});

test('a first create that failed holds nothing', async () => {
  deployed = {
    ...deployed,
    'harborwatch-workload': { status: 'ROLLBACK_COMPLETE', template: WORKLOAD },
  };
  expect(await compareWithDeployed('harborwatch', WITHOUT_EXPORT, PLACE)).toEqual([]);
});

test('who may only take the roles of the bootstrap reads with the one for look-ups', async () => {
  mayRead = [LOOKUP_KEY];
  await expect(compareWithDeployed('harborwatch', WITHOUT_EXPORT, PLACE)).rejects.toThrow(MoveError);
  expect(asked).toContain(`${OWN_KEY} AssumeRole`);
});

test('who may not read at all is told so, and deploys', async () => {
  mayRead = [];
  expect(await compareWithDeployed('harborwatch', WITHOUT_EXPORT, PLACE)).toEqual([
    expect.stringMatching(/^not compared with what is deployed \(AccessDenied.*\); npm run preflight/),
  ]);
});

test('credentials of another account than that of the deploy compare nothing', async () => {
  expect(await compareWithDeployed('harborwatch', SAME, { ...PLACE, account: '999988887777' })).toEqual([
    expect.stringContaining('give the profile by AWS_PROFILE'),
  ]);
});

test('nothing is asked where nothing is deployed, nor where validation is off', () => {
  const env = { CDK_DEFAULT_ACCOUNT: '111122223333', CDK_DEFAULT_REGION: 'eu-west-1' };
  expect(placeOfDeploy(env)).toEqual(PLACE);
  expect(placeOfDeploy({ CDK_DEFAULT_REGION: 'eu-west-1' })).toBeUndefined();
  expect(placeOfDeploy({ ...env, CDK_VALIDATION: 'false' })).toBeUndefined();
});
