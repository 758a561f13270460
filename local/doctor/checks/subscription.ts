import type { Account } from '../aws/account';
import type { SubscriptionFilter } from '../aws/log-groups';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { describeDifference } from '../first-difference';
import { looking, problem, type Trouble } from '../trouble';

/** The handler that the flow logs are subscribed to, by its key in the description. */
const ANALYZER = 'flow-log-analyzer';
const DAY = 24 * 3600;

/** Does the log group of the flow logs hand its lines to the analyzer? */
export const subscription: Check = {
  id: 'subscription',
  async look(subject, account) {
    const { logGroup } = subject.deployment.flowLogs;
    const analyzer = subject.deployment.functions[ANALYZER];
    if (analyzer === undefined) {
      const what = `the description names no function ${ANALYZER}; nobody reads the flow logs`;
      return { seen: '', troubles: [problem(what, redeploy(subject, 'DetectionStack'))] };
    }
    const troubles = await looking(`the subscriptions of ${logGroup}`, async () => {
      const filters = await account.logGroups.subscriptionFilters(logGroup);
      if (filters === undefined) {
        return [problem(`there is no log group ${logGroup}`, redeploy(subject, 'LogArchiveStack'))];
      }
      const own = filters.filter(({ destinationArn = '' }) => leadsTo(destinationArn, analyzer));
      if (own.length === 0) {
        const others = filters.map(({ destinationArn }) => destinationArn).join(', ');
        return [
          problem(
            `${logGroup} is not subscribed to ${analyzer}${others === '' ? '' : `, only to ${others}`}; SSH in the flow logs goes unseen`,
            redeploy(subject, 'DetectionStack'),
          ),
        ];
      }
      return [
        ...own.flatMap((filter) => pattern(subject, filter)),
        ...(await looking('the deliveries of the subscription', () => failures(subject, account, own))),
      ];
    });
    return { seen: `${logGroup} to ${analyzer}`, troubles };
  },
};

/** `arn:aws:lambda:eu-west-1:111122223333:function:name`, with or without an alias. */
function leadsTo(arn: string, functionName: string): boolean {
  return arn.split(':function:')[1]?.split(':')[0] === functionName;
}

function pattern(subject: Subject, { filterName = '', filterPattern = '' }: SubscriptionFilter) {
  const wanted = subject.deployment.flowLogs.subscriptionPattern;
  const difference = wanted === undefined ? undefined : describeDifference(filterPattern, wanted);
  if (difference === undefined) return [];
  return [
    problem(
      `the pattern of the subscription ${filterName} was changed: ${difference}`,
      redeploy(subject, 'DetectionStack'),
    ),
  ];
}

async function failures(
  subject: Subject,
  account: Account,
  filters: readonly SubscriptionFilter[],
): Promise<readonly Trouble[]> {
  const { logGroup } = subject.deployment.flowLogs;
  const names = filters.map(({ filterName = '' }) => filterName);
  const points = await account.metrics.sums(
    names.map((FilterName) => ({
      namespace: 'AWS/Logs',
      name: 'DeliveryErrors',
      dimensions: { LogGroupName: logGroup, DestinationType: 'Lambda', FilterName },
      periodSeconds: 3600,
    })),
    subject.now - DAY,
    subject.now,
  );
  return names.flatMap((name, index) => {
    const count = (points[index] ?? []).reduce((sum, point) => sum + point.sum, 0);
    if (count === 0) return [];
    return [
      problem(
        `${count} lines of ${logGroup} could not be delivered through ${name} in 24 hours`,
        aws(subject, [
          'lambda',
          'get-policy',
          '--function-name',
          subject.deployment.functions[ANALYZER] ?? '',
        ]),
      ),
    ];
  });
}
