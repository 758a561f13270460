import { deployedCatalogue } from '../../../../deployment/deployed-catalogue';
import { deployedNames } from '../../../../deployment/deployed-names';
import { EXAMPLES } from '../../../../detections/examples/index';
import { plan, testMetricFilter } from '../../../../local/doctor/checks/test-metric-filter';
import { ServiceError } from '../../../handlers/fake-aws/service-error';
import { describeDenials } from '../broken';
import { DEPLOYMENT } from '../deployment';
import { NOW, withAccount } from '../examine';

const { examine, server } = withAccount();
const catalogue = deployedCatalogue({ ...DEPLOYMENT.catalogue, name: DEPLOYMENT.name });
const filters = catalogue.flatMap(({ id, detector }) =>
  detector.kind === 'filter' ? [{ id, pattern: detector.pattern }] : [],
);
const calls = plan({
  groups: [],
  deployment: DEPLOYMENT,
  names: deployedNames(),
  catalogue,
  thresholds: {},
  now: NOW,
});

test('each pattern is one call of 50 different messages, its own events among them', () => {
  expect(calls.map(({ id }) => id)).toEqual(filters.map(({ id }) => id));
  for (const { id, events } of calls) {
    const texts = new Set(events.map(({ text }) => text));
    expect(texts.size).toBe(50);
    const { fires = [], staysSilent = [] } = EXAMPLES[id] ?? {};
    for (const event of [...fires, ...staysSilent]) expect(texts).toContain(JSON.stringify(event));
  }
});

test('a message that the service alone matches is told with detection and event', async () => {
  const [stopped] = filters.filter(({ id }) => id === 'trail-stopped');
  const [silent] = EXAMPLES['trail-stopped']?.staysSilent ?? [];
  const { told, commands } = await examine(testMetricFilter, (state) => {
    const { matches } = state;
    state.matches = (pattern, message) =>
      matches(pattern, message) || (pattern === stopped?.pattern && message === JSON.stringify(silent));
  });
  expect(told).toEqual([
    expect.stringMatching(
      /^trail-stopped: CloudWatch Logs matches the example event "trail-stopped stays silent 1" \(.+\), the local evaluator does not/,
    ),
  ]);
  expect(commands[0]).toMatch(/^aws logs test-metric-filter --filter-pattern '.+' --log-event-messages '\{/);
});

test('a message that the local evaluator alone matches is told the other way round', async () => {
  const [event] = EXAMPLES['trail-stopped']?.fires ?? [];
  const { told } = await examine(testMetricFilter, (state) => {
    const { matches } = state;
    state.matches = (pattern, message) => message !== JSON.stringify(event) && matches(pattern, message);
  });
  expect(told).toContainEqual(
    expect.stringMatching(
      /^trail-stopped: the local evaluator matches the example event "trail-stopped fires 1".*CloudWatch Logs does not/,
    ),
  );
});

test('a pattern that the service does not take is told with what it says', async () => {
  const [stopped] = filters.filter(({ id }) => id === 'trail-stopped');
  const { told } = await examine(testMetricFilter, (state) => {
    const { matches } = state;
    state.matches = (pattern, message) => {
      if (pattern === stopped?.pattern) {
        throw new ServiceError(400, 'InvalidParameterException', 'Invalid metric filter pattern');
      }
      return matches(pattern, message);
    };
  });
  expect(told).toEqual([
    'CloudWatch Logs does not take the pattern of trail-stopped: Invalid metric filter pattern',
  ]);
});

test('a denied call is not made a hundred times', async () => {
  await examine(testMetricFilter, (state) => state.denied.add('Logs.TestMetricFilter'));
  expect(server.calls.length).toBeLessThanOrEqual(4);
});

describeDenials(testMetricFilter, examine, [['Logs.TestMetricFilter', 'logs:TestMetricFilter']]);
