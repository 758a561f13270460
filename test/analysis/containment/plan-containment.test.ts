import { spawnSync } from 'node:child_process';
import { CONTAINED_KINDS, PHASES } from '../../../analysis/containment/plan';
import { planContainment, TARGET_FORMS } from '../../../analysis/containment/plan-containment';

const PLANS = CONTAINED_KINDS.map((kind) =>
  planContainment(kind, TARGET_FORMS[kind].example, { service: 'web' }),
);

/** Calls of the AWS command line that change something. */
const WRITES = /\baws (?:ecs|ec2|iam) (?!describe|list|get|wait|lookup)([a-z-]+)/g;

test.each(PLANS)('$kind: evidence is taken before anything is cut off', ({ steps }) => {
  const phases = steps.map(({ phase }) => phase);
  expect(phases[0]).toBe('evidence');
  expect(phases.lastIndexOf('evidence')).toBeLessThan(phases.indexOf('cut off'));
  expect(PHASES).toEqual(expect.arrayContaining(phases));
});

test.each(PLANS)(
  '$kind: every call that changes something is among the records that are rehearsed',
  ({ steps }) => {
    for (const { commands, leaves } of steps) {
      const made = [...commands.join('\n').matchAll(WRITES)].map(([, call = '']) => call.replaceAll('-', ''));
      expect(made.sort()).toEqual(leaves.map(({ name }) => name.toLowerCase()).sort());
    }
  },
);

test.each(PLANS)('$kind: the commands are a script that a shell can parse', ({ steps }) => {
  const script = steps.flatMap(({ commands }) => commands).join('\n');
  const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('a task is stopped last, and its role is contained after it', () => {
  const last = planContainment('task', TARGET_FORMS.task.example).steps.at(-1);
  expect(
    last?.commands.map((command) => command.split(' ').slice(0, 4).join(' ').replace(/ --.*/, '')),
  ).toEqual(['aws ecs stop-task', 'npx harborwatch contain role']);
});

test('the cluster is that of the ARN, or the one that is named', () => {
  const text = (target: string, options = {}) =>
    JSON.stringify(planContainment('task', target, options).steps);
  expect(text(TARGET_FORMS.task.example)).toContain('--cluster harbor --tasks');
  expect(text('0123456789abcdef0123456789abcdef', { cluster: 'shop' })).toContain('--cluster shop --tasks');
});

test.each([
  ['role', 'web; rm -rf /'],
  ['user', '$(id)'],
  ['key', 'ASIAIOSFODNN7EXAMPLE'],
  ['security-group', 'sg-1'],
  ['task', "abc' --cluster x"],
] as const)('%s %s is no target, and the message has an example', (kind, target) => {
  expect(() => planContainment(kind, target)).toThrow(`expected one such as ${TARGET_FORMS[kind].example}`);
});
