import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020';
import { STAGES } from '../../stacks/config/values';
import { CONTEXT } from './image-steps';

const read = (name: string) => JSON.parse(readFileSync(path.join(CONTEXT, name), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(read('policy.schema.json'));
const policy = read('policy.json');

test('the policy is what its schema says', () => {
  expect([validate(policy), validate.errors]).toEqual([true, null]);
});

test('the schema knows the stages of the workshop', () => {
  expect(read('policy.schema.json').$defs.stages.items.enum).toEqual([...STAGES]);
});

test.each([
  ['another mode', { ...policy, mode: 'off' }],
  ['a name that nobody reads', { ...policy, programms: [] }],
  ['a relative path', { ...policy, programs: [{ path: 'ls', when: 'always' }] }],
  ['a path with ..', { ...policy, programs: [{ path: '/usr/../ls', when: 'always' }] }],
  ['a program without a time', { ...policy, programs: [{ path: '/ls' }] }],
  ['a stage that is none', { ...policy, scripts: [{ path: '/a', stages: ['opened'] }] }],
  ['a user with name and number', { ...policy, users: [{ name: 'web', id: 1 }] }],
  ['a port that is none', { ...policy, networks: [{ to: '10.0.0.0/8', ports: [0] }] }],
])('the schema refuses %s', (_, wrong) => {
  expect(validate(wrong)).toBe(false);
});

test('no stage but the one for it may start a shell in the browser, and hardened has no shell after its start', () => {
  const programsOf = (stage: string) =>
    policy.programs.filter(
      ({ stages, when }: { stages?: string[]; when: string }) =>
        when === 'always' && (stages ?? [stage]).includes(stage),
    );
  const paths = (stage: string) => programsOf(stage).map((one: { path: string }) => one.path);
  expect(STAGES.filter((stage) => paths(stage).includes('/usr/bin/shellinaboxd'))).toEqual(['browser-shell']);
  expect(paths('hardened')).toEqual(['/usr/sbin/nginx']);
});
