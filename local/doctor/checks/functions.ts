import { counted } from '../../terminal/counted';
import type { Account } from '../aws/account';
import type { FunctionConfiguration } from '../aws/functions';
import type { Check, Subject } from '../check';
import { aws, redeploy } from '../commands';
import { looking, problem, type Trouble } from '../trouble';

/** The handler that is deployed beside the tables; all others are with the detections. */
const AUDIT = 'scheduled-audit';
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Metrics of AWS/Lambda that should be 0, and what each counts. */
const COUNTED = [
  ['Errors', 'error', 'errors'],
  ['Throttles', 'throttle', 'throttles'],
  ['DestinationDeliveryFailures', 'event that could not be put aside', 'events that could not be put aside'],
] as const;

/** Are the handlers there, do they run without errors, and is what they cannot take put aside? */
export const functions: Check = {
  id: 'functions',
  async look(subject, account) {
    const deployed = Object.entries(subject.deployment.functions);
    const names = deployed.map(([, name]) => name);
    const each = deployed.map(([handler, name]) =>
      looking(name, async () => {
        const repair = redeploy(subject, handler === AUDIT ? 'AuditStack' : 'DetectionStack');
        const configuration = await account.functions.configuration(name);
        if (configuration === undefined) return [problem(`there is no function ${name}`, repair)];
        return [
          ...state(subject, name, configuration, repair),
          ...(await looking(name, () => destination(account, name, repair))),
        ];
      }),
    );
    const counts = looking('the errors of the functions', () => failures(subject, account, names));
    const troubles = (await Promise.all([...each, counts])).flat();
    return { seen: `${counted(names.length, 'function')} without an error in 24 hours`, troubles };
  },
};

function state(
  subject: Subject,
  name: string,
  configuration: FunctionConfiguration,
  repair: string,
): readonly Trouble[] {
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = configuration;
  const troubles: Trouble[] = [];
  const because = (reason: string | undefined) => (reason === undefined ? '' : `: ${reason}`);
  const look = aws(subject, ['lambda', 'get-function-configuration', '--function-name', name]);
  if (State !== undefined && State !== 'Active') {
    troubles.push(problem(`${name} is ${State}, not Active${because(StateReason)}`, look));
  }
  if (LastUpdateStatus !== undefined && LastUpdateStatus !== 'Successful') {
    troubles.push(
      problem(
        `the last update of ${name} is ${LastUpdateStatus}${because(LastUpdateStatusReason)}`,
        look,
        repair,
      ),
    );
  }
  return troubles;
}

async function destination(account: Account, name: string, repair: string): Promise<readonly Trouble[]> {
  const configs = await account.functions.invokeConfigs(name);
  const isSet = configs.some(({ DestinationConfig }) => Boolean(DestinationConfig?.OnFailure?.Destination));
  if (isSet) return [];
  return [problem(`${name} has no failure destination: an event that it cannot take is lost`, repair)];
}

async function failures(
  subject: Subject,
  account: Account,
  names: readonly string[],
): Promise<readonly Trouble[]> {
  const questions = names.flatMap((functionName) =>
    COUNTED.map(([metric, one, many]) => ({ functionName, metric, one, many })),
  );
  const points = await account.metrics.sums(
    questions.map(({ functionName, metric }) => ({
      namespace: 'AWS/Lambda',
      name: metric,
      dimensions: { FunctionName: functionName },
      periodSeconds: HOUR,
    })),
    subject.now - DAY,
    subject.now,
  );
  return questions.flatMap(({ functionName, one, many }, index) => {
    const count = (points[index] ?? []).reduce((sum, point) => sum + point.sum, 0);
    if (count === 0) return [];
    return [
      problem(
        `${functionName}: ${counted(count, one, many)} in 24 hours`,
        aws(subject, [
          'logs',
          'filter-log-events',
          '--log-group-name',
          `/aws/lambda/${functionName}`,
          '--start-time',
          String((subject.now - DAY) * 1000),
          '--filter-pattern',
          '?ERROR ?Error ?"Task timed out"',
        ]),
      ),
    ];
  });
}
