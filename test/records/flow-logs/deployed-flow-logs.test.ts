import { ALL_FLOW_LOG_FIELDS, ANALYZER_FLOW_LOG_FIELDS } from '../../../records/flow-logs/deployed-flow-logs';
import { DEFAULT_FORMAT, FLOW_LOG_FIELDS } from '../../../records/flow-logs/flow-log-fields';

test("the analyzers' fields begin with the default ones, so that a default reader reads the front of each line", () => {
  expect(ANALYZER_FLOW_LOG_FIELDS.slice(0, DEFAULT_FORMAT.length)).toEqual(DEFAULT_FORMAT);
});

test('all fields are all but the six that hold values of chosen tags', () => {
  const left = FLOW_LOG_FIELDS.map(({ name }) => name).filter((name) => !ALL_FLOW_LOG_FIELDS.includes(name));
  expect(left).toEqual([
    'instance-tag',
    'instance-tag-2',
    'interface-tag',
    'interface-tag-2',
    'asg-tag',
    'asg-tag-2',
  ]);
});

test('what the analyzers read is in S3, too', () => {
  expect(ANALYZER_FLOW_LOG_FIELDS.filter((name) => !ALL_FLOW_LOG_FIELDS.includes(name))).toEqual([]);
});
