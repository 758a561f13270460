import {
  handlerVariables,
  VariablesTooLongError,
} from '../../../../stacks/detection/handlers/handler-variables';

const suppression = (index: number) => ({
  detection: 'ssh-horizontal-scan',
  source: `192.0.2.${index}`,
  owner: 'security@example.com',
  reason: 'quarterly penetration test by the people of the other building',
  expires: '2099-12-01T00:00:00Z',
});
const suppressions = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => suppression(index)));

test('what is not set is not in the environment', () => {
  expect(handlerVariables('chain-check', { stateTable: 'state', runbookUrl: undefined })).toEqual({
    stateTable: 'state',
  });
});

test('fifteen suppressions fit, and thirty are refused before Lambda does it in the middle of a deploy', () => {
  expect(handlerVariables('alarm-context', { suppressions: suppressions(15) })).toBeDefined();
  expect(() => handlerVariables('alarm-context', { suppressions: suppressions(30) })).toThrow(
    VariablesTooLongError,
  );
  expect(() => handlerVariables('alarm-context', { suppressions: suppressions(30) })).toThrow(
    /the settings of alarm-context take \d+ bytes of its environment, and Lambda takes 4096; the setting suppressions/,
  );
});
