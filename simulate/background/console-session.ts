import { accessDenied, call } from '../api-call';
import { MINUTE } from '../clock';
import { CLUSTER, GLOBAL_REGION, OFFICE_ADDRESS, SERVICES } from '../fleet';
import { consoleUser, user } from '../identities';
import type { Simulation } from '../simulation';

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const PAGES = [
  [
    ['ecs', 'ListClusters'],
    ['ecs', 'DescribeClusters'],
    ['ecs', 'ListServices'],
    ['ecs', 'DescribeServices'],
  ],
  [
    ['ecs', 'ListTasks'],
    ['ecs', 'DescribeTasks'],
    ['ecs', 'DescribeTaskDefinition'],
  ],
  [
    ['logs', 'DescribeLogGroups'],
    ['logs', 'DescribeLogStreams'],
  ],
  [
    ['ec2', 'DescribeSecurityGroups'],
    ['ec2', 'DescribeNetworkInterfaces'],
    ['ec2', 'DescribeSubnets'],
  ],
  [
    ['monitoring', 'DescribeAlarms'],
    ['monitoring', 'ListDashboards'],
  ],
] as const;

/** An engineer signs in with a second factor and looks around: reads only, one page refused. */
export function consoleSession(simulation: Simulation, userName: string, at: number, minutes: number): void {
  const random = simulation.random.fork(`console session ${at}`);
  const { accessKeyId: _key, ...signingIn } = user(userName);
  call(simulation, {
    at,
    by: signingIn,
    service: 'signin',
    name: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    region: GLOBAL_REGION,
    from: OFFICE_ADDRESS,
    agent: BROWSER,
    readOnly: false,
    response: { ConsoleLogin: 'Success' },
    extra: {
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAIdentifier: `arn:aws:iam::111122223333:mfa/${userName}`,
        MFAUsed: 'Yes',
      },
    },
  });
  const by = consoleUser(userName, at);
  const browsing = {
    by,
    from: OFFICE_ADDRESS,
    agent: BROWSER,
    extra: { sessionCredentialFromConsole: 'true' },
  };
  for (let now = at + 15; now < at + minutes * MINUTE; now += random.gap(75)) {
    for (const [index, [service, name]] of random.pick(PAGES).entries()) {
      const request = service === 'ecs' ? { cluster: CLUSTER, services: [...SERVICES] } : {};
      call(simulation, { ...browsing, at: now + index, service, name, request });
    }
  }
  call(simulation, {
    ...browsing,
    at: at + minutes * 30,
    service: 'ce',
    name: 'GetCostAndUsage',
    region: GLOBAL_REGION,
    error: accessDenied(by, 'ce:GetCostAndUsage'),
  });
  simulation.actors.push({
    who: by.arn ?? userName,
    role: 'benign',
    what: 'engineer who reads in the console, with MFA',
  });
}
