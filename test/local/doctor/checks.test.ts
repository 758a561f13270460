import { CHECKS } from '../../../local/doctor/checks';
import { withAccount } from './examine';

const { examine, server } = withAccount();

test.each(CHECKS.map((check) => [check.id, check] as const))(
  '%s is well in a healthy account, and says what it saw',
  async (_, check) => {
    const { result, told, seen } = await examine(check);
    expect({ result, told }).toEqual({ result: 'ok', told: [] });
    expect(seen).not.toBe('');
  },
);

test('ids are unique, and each is the name of its file', () => {
  const ids = CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(() => ids.map((id) => require.resolve(`../../../local/doctor/checks/${id}`))).not.toThrow();
});

test('nothing is called that changes anything', async () => {
  for (const check of CHECKS) await examine(check);
  const operations = new Set(server.calls.map(({ name }) => name.split('.')[1] ?? name));
  expect([...operations].filter((name) => !/^(?:Get|List|Describe|BatchGet|Test)/.test(name))).toEqual([
    'StartQueryExecution',
  ]);
});
