import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { preflightProblems } from '../../../stacks/preflight/existing-filters';
import { runPreflight } from '../../../stacks/preflight/run-preflight';

const ROOT = path.join(__dirname, '../../..');

const filters = (count: number, pattern = 'ERROR', prefix = 'theirs') =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}-${index}`, pattern }));
const isOurs = (name: string) => name.startsWith('ours-');

describe('what comes beside what is there', () => {
  const ours = filters(90, '{ $.eventName = "x" }', 'ours');

  test('ten filters of others leave room for ninety, eleven do not', () => {
    const group = { logGroup: 'trail', subscriptionFilters: [] };
    expect(preflightProblems({ ...group, metricFilters: filters(10) }, ours, isOurs)).toEqual([]);
    expect(preflightProblems({ ...group, metricFilters: filters(11) }, ours, isOurs)).toEqual([
      'trail: the log group has too many metric filters (101, at most 100): merge or leave out some',
    ]);
  });

  test('filters of an earlier deploy are replaced and count once', () => {
    const existing = { logGroup: 'trail', metricFilters: [...filters(10), ...ours], subscriptionFilters: [] };
    expect(preflightProblems(existing, ours, isOurs)).toEqual([]);
  });

  test('regular expressions count together, those of subscriptions too', () => {
    const regex = filters(3, '%a|b%', 'ours');
    const existing = {
      logGroup: 'trail',
      metricFilters: filters(1, '%a%'),
      subscriptionFilters: filters(1, '%b%'),
    };
    expect(preflightProblems(existing, regex, isOurs)).toEqual([]);
    const [problem] = preflightProblems({ ...existing, metricFilters: filters(2, '%a%') }, regex, isOurs);
    expect(problem).toMatch(/^trail: too many filters of the log group have regular expressions/);
  });

  test('what is too much already is not said', () => {
    const existing = { logGroup: 'trail', metricFilters: [], subscriptionFilters: filters(3) };
    expect(preflightProblems(existing, ours, isOurs)).toEqual([]);
  });
});

describe('the script asks the account, page by page', () => {
  let server: Server;
  let theirs = filters(0);
  let asked: string[] = [];
  let logGroupClass = 'STANDARD';

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const [service = '', action = ''] = String(request.headers['x-amz-target']).split('.');
        if (body.includes('Action=GetCallerIdentity')) {
          response.setHeader('content-type', 'text/xml');
          response.end(
            '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
          );
          return;
        }
        if (!service.startsWith('Logs_')) {
          response.statusCode = 403;
          response.end('');
          return;
        }
        const { logGroupName, logGroupNamePrefix, nextToken } = JSON.parse(body);
        asked.push(`${action} ${nextToken ?? 'first'}`);
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        if (action === 'DescribeLogGroups') {
          const group = { logGroupName: 'organization-trail', logGroupClass };
          response.end(
            JSON.stringify({ logGroups: logGroupNamePrefix === 'organization-trail' ? [group] : [] }),
          );
        } else if (action === 'DescribeResourcePolicies') {
          response.end(JSON.stringify({ resourcePolicies: [] }));
        } else if (logGroupName !== 'organization-trail') {
          response.statusCode = 400;
          response.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'no such group' }));
        } else if (action === 'DescribeMetricFilters') {
          const from = Number(nextToken ?? 0);
          const page = theirs
            .slice(from, from + 50)
            .map(({ id, pattern }) => ({ filterName: id, filterPattern: pattern }));
          const more = from + 50 < theirs.length ? { nextToken: String(from + 50) } : {};
          response.end(JSON.stringify({ metricFilters: page, ...more }));
        } else {
          response.end(JSON.stringify({ subscriptionFilters: [] }));
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    logGroupClass = 'STANDARD';
    asked = [];
  });

  interface Ended {
    readonly status: number | null;
    readonly out: string;
    readonly error: string;
  }

  const environment = () => ({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });

  /** As the script does, in this process. */
  async function run(...given: readonly string[]): Promise<Ended> {
    Object.assign(process.env, environment());
    const out: string[] = [];
    const error: string[] = [];
    const status = await runPreflight(given, {
      say: (line) => out.push(line),
      complain: (line) => error.push(line),
    });
    return { status, out: out.join('\n'), error: error.join('\n') };
  }

  /** The script itself, which starts TypeScript. */
  function runScript(...given: readonly string[]): Promise<Ended> {
    const env = { ...process.env, ...environment(), NO_COLOR: '1' };
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        ['--require', 'tsx/cjs', 'stacks/preflight.ts', ...given],
        { cwd: ROOT, env },
        (_, out, error) => resolve({ status: child.exitCode, out, error }),
      );
    });
  }

  const EXISTING = [
    '-c',
    'monitor.trailLogGroupName=organization-trail',
    '-c',
    'monitor.trailBucketName=trail-logs',
  ];

  test('two filters of others leave room for the catalogue', async () => {
    theirs = filters(2);
    const { status, out } = await run(...EXISTING);
    expect(out).toMatch(
      /^organization-trail has 2 metric filters and 0 subscriptions; \d+ metric filters come$/m,
    );
    expect(out).toMatch(
      /^harborwatch in account 111122223333, eu-west-1: unknown of \d stacks are deployed$/m,
    );
    // The server of this test knows CloudWatch Logs and no other service.
    expect(out).toMatch(/^not looked at: iam:ListPolicies /m);
    expect(status).toBe(0);
  });

  test('sixty do not, are read over two pages, and the setting that helps is named', async () => {
    theirs = filters(60);
    const { status, error } = await run(...EXISTING);
    expect(error).toMatch(
      /organization-trail: the log group has too many metric filters \(\d+, at most 100\)/,
    );
    expect(error).toContain('cis: false leaves the places of the 14 CIS controls free');
    expect(status).toBe(1);
    expect(asked.filter((call) => /Filters /.test(call))).toEqual([
      'DescribeMetricFilters first',
      'DescribeMetricFilters 50',
      'DescribeSubscriptionFilters first',
    ]);
  });

  test('a group of another class than Standard takes no filters', async () => {
    theirs = filters(2);
    logGroupClass = 'INFREQUENT_ACCESS';
    const { status, error } = await run(...EXISTING);
    expect(error).toContain(
      'organization-trail is of class INFREQUENT_ACCESS, which takes no metric filters',
    );
    expect(status).toBe(1);
  });

  test('a log group that is not there is a sentence with the name of the setting', async () => {
    const { status, error } = await run(
      '-c',
      'monitor.trailLogGroupName=typo',
      '-c',
      'monitor.trailBucketName=trail-logs',
    );
    expect(error).toMatch(/^MissingLogGroupError: the setting monitor\.trailLogGroupName names typo/);
    expect(status).toBe(2);
  });

  test('without an existing trail no filter is asked for', async () => {
    const { status, out } = await run();
    expect(out).toContain('made by the deploy');
    expect(status).toBe(0);
    expect(asked.filter((call) => /Filters /.test(call))).toEqual([]);
  });

  test('a wrong setting is refused as by the deploy', async () => {
    const { status, error } = await run('-c', 'mode=prod');
    expect(error).toMatch(/the setting mode is "prod"; allowed is demo or production/);
    expect(status).toBe(2);
  });

  test('the script says the same to standard output and error, and ends with the status', async () => {
    expect(await runScript('-c', 'mode=prod')).toMatchObject({
      status: 2,
      out: '',
      error: expect.stringMatching(/the setting mode is "prod"; allowed is demo or production/),
    });
    theirs = filters(60);
    const [script, here] = [await runScript(...EXISTING), await run(...EXISTING)];
    expect({ ...script, out: script.out.trim(), error: script.error.trim() }).toEqual(here);
    expect(here.status).toBe(1);
  });
});
