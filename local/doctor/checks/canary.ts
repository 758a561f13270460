import { CANARY_ID } from '../../../deployment/canary';
import { CHAIN_METRIC } from '../../../deployment/handler-metrics';
import type { Account } from '../aws/account';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { looking, problem, type Trouble } from '../trouble';

const PERIOD_SECONDS = 300;
const DAY = 24 * 3600;

/** Does a harmless call still come out as a message? The chain check tries it all day long; this asks how it went. */
export const canary: Check = {
  id: 'canary',
  async look(subject, account) {
    // Without a log group no alarm counts the canary: the trail analyzer answers it.
    const hasAlarm = subject.deployment.trail.logGroup !== undefined;
    const troubles = await Promise.all([
      hasAlarm ? looking('the alarm of the canary', () => alarm(subject, account)) : [],
      looking('the chain check', () => lastCheck(subject, account)),
    ]);
    return {
      seen: `${hasAlarm ? `${subject.names.alarm(CANARY_ID)} is there, ` : ''}the chain check is content`,
      troubles: troubles.flat(),
    };
  },
};

async function alarm(subject: Subject, account: Account): Promise<readonly Trouble[]> {
  const { names, deployment } = subject;
  const name = names.alarm(CANARY_ID);
  const { metric } = await account.metrics.alarms(name);
  const own = metric.find(({ AlarmName }) => AlarmName === name);
  if (own === undefined) {
    return [
      problem(
        `there is no alarm ${name}: nobody would notice that the chain is broken`,
        redeploy(subject, 'DetectionStack'),
      ),
    ];
  }
  const troubles: Trouble[] = [];
  if (own.ActionsEnabled === false) {
    troubles.push(
      problem(
        `the actions of ${name} are switched off: the canary never comes out`,
        aws(subject, ['cloudwatch', 'enable-alarm-actions', '--alarm-names', name]),
      ),
    );
  }
  if (!own.AlarmActions?.includes(deployment.topics.alarms)) {
    troubles.push(
      problem(
        `${name} does not go to ${deployment.topics.alarms}, the way of all other alarms`,
        redeploy(subject, 'DetectionStack'),
      ),
    );
  }
  if (own.Namespace !== names.metricNamespace || own.MetricName !== CANARY_ID) {
    troubles.push(
      problem(
        `${name} watches ${own.Namespace} ${own.MetricName}, not ${names.metricNamespace} ${CANARY_ID}`,
        redeploy(subject, 'DetectionStack'),
      ),
    );
  }
  return troubles;
}

async function lastCheck(subject: Subject, account: Account): Promise<readonly Trouble[]> {
  const { names, now, deployment } = subject;
  const [points = []] = await account.metrics.sums(
    [
      {
        namespace: names.metricNamespace,
        name: CHAIN_METRIC.name,
        dimensions: CHAIN_METRIC.dimensions,
        periodSeconds: PERIOD_SECONDS,
      },
    ],
    now - DAY,
    now,
  );
  const last = points.at(-1);
  const functionName = deployment.functions['chain-check'] ?? 'chain-check';
  const log = aws(subject, [
    'logs',
    'filter-log-events',
    '--log-group-name',
    `/aws/lambda/${functionName}`,
    '--start-time',
    String((now - DAY) * 1000),
    '--filter-pattern',
    '"chain checked"',
  ]);
  if (last === undefined) return [problem('the chain check has said nothing for 24 hours', log)];
  if (last.sum === 0) return [];
  return [problem(`the chain check last found ${last.sum} broken ${last.sum === 1 ? 'link' : 'links'}`, log)];
}
