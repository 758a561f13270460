import type { Account } from '../aws/account';
import type { Check, Subject } from '../check';
import { aws } from '../commands';
import { spanText } from '../span-text';
import { looking, problem, type Trouble } from '../trouble';

const PERIOD_SECONDS = 300;
const DAY = 24 * 3600;
/** As the chain check has it: CloudTrail delivers within about five minutes, flow logs within ten. */
const SILENCE_SECONDS = 30 * 60;

/** How old is the newest record of each log group? */
export const lastRecords: Check = {
  id: 'last-records',
  async look(subject, account) {
    const { trail, flowLogs } = subject.deployment;
    const groups = [trail.logGroup ?? [], flowLogs.logGroup].flat();
    const troubles = await Promise.all(
      groups.map((group) =>
        looking(`the records of ${group}`, async () => {
          const last = await lastRecord(account, group, subject.now);
          const age = last === undefined ? undefined : Math.max(0, subject.now - last);
          return age !== undefined && age <= SILENCE_SECONDS ? [] : [silent(subject, group, age)];
        }),
      ),
    );
    return {
      seen: `records of the last ${SILENCE_SECONDS / 60} minutes in ${groups.join(' and ')}`,
      troubles: troubles.flat(),
    };
  },
};

/**
 * By the metric, which is exact and up to date; the streams' own times are eventually consistent, and are asked for
 * what is older than a day.
 */
async function lastRecord(account: Account, group: string, now: number): Promise<number | undefined> {
  const [points = []] = await account.metrics.sums(
    [
      {
        namespace: 'AWS/Logs',
        name: 'IncomingLogEvents',
        dimensions: { LogGroupName: group },
        periodSeconds: PERIOD_SECONDS,
      },
    ],
    now - DAY,
    now,
  );
  const newest = points.findLast(({ sum }) => sum > 0);
  if (newest !== undefined) return Math.min(now, newest.at + PERIOD_SECONDS);
  return await account.logGroups.lastIngestion(group);
}

function silent(subject: Subject, group: string, age: number | undefined): Trouble {
  return problem(
    age === undefined
      ? `${group} has never had a record`
      : `${group} had its last record ${spanText(age)} ago`,
    aws(subject, [
      'logs',
      'describe-log-streams',
      '--log-group-name',
      group,
      '--order-by',
      'LastEventTime',
      '--descending',
      '--limit',
      '1',
    ]),
  );
}
