import { type DeployedSchedule, deployedSchedules } from '../../../deployment/schedules';
import type { Account } from '../aws/account';
import type { Check, Subject } from '../check';
import { redeploy } from '../commands';
import { looking, problem, type Trouble } from '../trouble';

/**
 * Are the schedules there and on, and do they call the functions that they are named after? They have no queue of their
 * own: what one tick does not do, the next one does.
 */
export const schedules: Check = {
  id: 'schedules',
  async look(subject, account) {
    const wanted = deployedSchedules(subject.deployment.name);
    const found = await Promise.all(
      wanted.map((schedule) =>
        looking(`the schedule ${schedule.handler}`, () => one(subject, account, schedule)),
      ),
    );
    return { seen: `${wanted.length} schedules on`, troubles: found.flat() };
  },
};

async function one(
  subject: Subject,
  account: Account,
  { group, handler }: DeployedSchedule,
): Promise<readonly Trouble[]> {
  const repair = redeploy(subject, handler === 'scheduled-audit' ? 'AuditStack' : 'DetectionStack');
  const schedule = await account.schedules.find(group, handler);
  if (schedule === undefined)
    return [problem(`there is no schedule ${group}/${handler}: ${handler} never runs`, repair)];
  const troubles: Trouble[] = [];
  if (schedule.state !== 'ENABLED') {
    troubles.push(
      problem(`the schedule ${group}/${handler} is ${schedule.state}: ${handler} does not run`, repair),
    );
  }
  const name = subject.names.function(handler);
  if (!schedule.target.includes(`:function:${name}:`) && !schedule.target.endsWith(`:function:${name}`)) {
    troubles.push(problem(`the schedule ${group}/${handler} calls ${schedule.target}, not ${name}`, repair));
  }
  return troubles;
}
