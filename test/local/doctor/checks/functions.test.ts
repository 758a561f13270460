import { functions } from '../../../../local/doctor/checks/functions';
import { describeBreaks, describeDenials } from '../broken';
import { withAccount } from '../examine';
import type { AccountState } from '../healthy-account';

const { examine, server } = withAccount();
const NAME = 'harborwatch-alarm-context';

const functionWith = (change: object) => (state: AccountState) => {
  Object.assign(state.functions[NAME] ?? {}, change);
};
const counting = (wanted: string, sum: number) => (state: AccountState) => {
  state.sumOf = (namespace, metric, { FunctionName }) =>
    namespace === 'AWS/Lambda' && metric === wanted && FunctionName === NAME ? sum : 0;
};

describeBreaks(functions, examine, [
  [
    'a function that is gone is told',
    (state) => {
      delete state.functions[NAME];
    },
    new RegExp(`^there is no function ${NAME}$`),
    /npx cdk deploy DetectionStack --revert-drift/,
  ],
  [
    'the audit, which is deployed beside the tables, comes back with them',
    (state) => {
      delete state.functions['harborwatch-scheduled-audit'];
    },
    /^there is no function harborwatch-scheduled-audit$/,
    /npx cdk deploy AuditStack --revert-drift/,
  ],
  [
    'a function that is not active is told with the reason',
    functionWith({ State: 'Inactive', StateReason: 'the function was idle' }),
    new RegExp(`^${NAME} is Inactive, not Active: the function was idle$`),
    /get-function-configuration --function-name harborwatch-alarm-context/,
  ],
  [
    'a failed update is told with the reason',
    functionWith({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no access to the key' }),
    /the last update of harborwatch-alarm-context is Failed: no access to the key/,
    /npx cdk deploy DetectionStack/,
  ],
  [
    'a function without a failure destination is told',
    (state) => {
      delete state.destinations[NAME];
    },
    /harborwatch-alarm-context has no failure destination/,
    /npx cdk deploy DetectionStack/,
  ],
  [
    'errors of the last 24 hours are told with their number',
    counting('Errors', 3),
    /^harborwatch-alarm-context: 3 errors in 24 hours$/,
    /filter-log-events --log-group-name \/aws\/lambda\/harborwatch-alarm-context --start-time 1793534400000/,
  ],
  [
    'one throttle is told as one',
    counting('Throttles', 1),
    /^harborwatch-alarm-context: 1 throttle in 24 hours$/,
    /filter-log-events/,
  ],
  [
    'a failure that could not be put aside is told',
    counting('DestinationDeliveryFailures', 2),
    /: 2 events that could not be put aside in 24 hours$/,
    /filter-log-events/,
  ],
]);

test('the metrics of all functions are one call', async () => {
  await examine(functions);
  expect(server.calls.filter(({ name }) => name === 'CloudWatch.GetMetricData')).toHaveLength(1);
});

test('a function without state, as old ones are, is taken as active', async () => {
  const { told } = await examine(functions, functionWith({ State: undefined, LastUpdateStatus: undefined }));
  expect(told).toEqual([]);
});

describeDenials(functions, examine, [
  ['Lambda.GetFunctionConfiguration', 'lambda:GetFunctionConfiguration'],
  ['Lambda.ListFunctionEventInvokeConfigs', 'lambda:ListFunctionEventInvokeConfigs'],
  ['CloudWatch.GetMetricData', 'cloudwatch:GetMetricData'],
]);
