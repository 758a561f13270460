import { spawnSync } from 'node:child_process';
import { run } from '../story/printed-commands';

/** What bash offers for the last of the words. */
const offers = async (...words: readonly string[]) => {
  const { stdout } = await run('completion', 'bash');
  const array = words.map((word) => `'${word}'`).join(' ');
  const script =
    `${stdout}\nCOMP_WORDS=(harborwatch ${array})\nCOMP_CWORD=${words.length}\n_harborwatch\nprintf '%s\\n' "$` +
    '{COMPREPLY[@]}"';
  const { stdout: offered, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    cwd: __dirname,
  });
  expect(stderr).toBe('');
  return offered.trim().split('\n');
};

test('bash completes commands', async () => {
  expect(await offers('re')).toEqual(['replay', 'record']);
});

test('bash completes the options of the command that is typed, and no others', async () => {
  expect(await offers('replay', '--act')).toEqual(['--actor']);
  expect(await offers('verify', '--act')).toEqual(['']);
});

test('bash completes choices after their option, and files elsewhere', async () => {
  expect(await offers('replay', '--format', 'js')).toEqual(['json', 'jsonl']);
  expect(await offers('replay', 'completion.t')).toEqual(['completion.test.ts']);
});

test('zsh gets what bash gets, once it has learned to read it', async () => {
  const [zsh, bash] = [(await run('completion', 'zsh')).stdout, (await run('completion', 'bash')).stdout];
  expect(zsh).toBe(`autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bash}`);
});

test('fish gets a line for each command and option, with quotes that hold', async () => {
  const { stdout } = await run('completion', 'fish');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.every((line) => line.startsWith('complete -c harborwatch -n '))).toBe(true);
  expect(lines.filter((line) => line.includes('use_subcommand -a replay '))).toHaveLength(1);
  expect(stdout).toContain("-l format -xa 'pretty json jsonl csv markdown ocsf'");
  // Every quotation mark inside of quotes has its backslash.
  for (const line of lines) expect(line.replace(/\\'/g, '').split("'").length % 2).toBe(1);
});

test('another shell is refused with those that there are', async () => {
  const { status, stderr } = await run('completion', 'tcsh');
  expect(status).toBe(2);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish');
});
