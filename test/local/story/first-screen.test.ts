import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Labels } from '../../../simulate/labels';
import { SCENARIOS } from '../../../simulate/scenarios/registry';
import { simulate } from '../../../simulate/simulate';
import { firstScreen, printedCommands, run, typeAll } from './printed-commands';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'harborwatch-first-screen-'));
});
afterAll(() => rmSync(parent, { recursive: true }));

/** More attackers than lines: they are told as many, by what they reach for. */
const MANY = 10;

/** An address stays one; of an ARN the name that messages use. */
const nameOf = (who: string): string => who.split('/').at(who.includes(':assumed-role/') ? 1 : -1) ?? who;

const STILL_OPEN: Readonly<Record<string, string>> = {
  'workshop-incident': 'trail harbor-trail is stopped',
  'exec-abuse': '2 x a shell in task ',
  'log-tampering': 'no flow log fl-',
  'port-opened-then-probed': 'port 22 of sg-',
  'outbound-ssh': '192.0.2.80:22',
  'organization-blinded': 'trail member-trail is stopped in account ',
};

/** Scenarios in which nothing happens, and those that only look like one in which something does. */
const isHarmless = (name: string): boolean => name.startsWith('quiet-') || name.endsWith('-twin');
const HARMFUL = SCENARIOS.map(({ name }) => name).filter((name) => !isHarmless(name));

describe.each(HARMFUL)('%s', (scenario) => {
  let screen: readonly string[];
  let labels: Labels;
  let text: string;
  let folder: string;
  beforeAll(async () => {
    // Spaces, as folders have them, show that the commands are quoted.
    folder = path.join(parent, `logs of ${scenario}`);
    await simulate(scenario, 5, folder);
    labels = JSON.parse(readFileSync(path.join(folder, 'labels.json'), 'utf8')) as Labels;
    const settings = path.join(folder, 'harborwatch.json');
    text = (await run('replay', folder, '--settings', settings, '--no-audit')).stdout;
    screen = firstScreen(text);
  });

  test('the answer is at most ten lines long, at the top', () => {
    expect(screen.length).toBeGreaterThan(1);
    expect(screen.length).toBeLessThanOrEqual(10);
    expect(text.indexOf('\nIn short\n')).toBeLessThan(text.indexOf('\nWhat happened\n'));
    expect(text.indexOf('\nWhat was read\n')).toBeGreaterThan(text.indexOf('\nWhat happened\n'));
  });

  test('it names who the labels say was there, and nobody who only worked', () => {
    const told = screen.filter((line) => !line.includes('npx harborwatch')).join('\n');
    const attackers = labels.actors.filter(({ role }) => role === 'attacker');
    const named = labels.actors.filter(
      ({ role, what }) => role === 'target' || (role === 'attacker' && !/^one (of many|source)/.test(what)),
    );
    const missing = named.filter(({ who }) => !told.includes(nameOf(who)));
    expect(missing).toEqual([]);
    if (attackers.length > MANY) expect(told).toContain('many sources');
    const benign = labels.actors.filter(({ role }) => role === 'benign');
    expect(benign.filter(({ who }) => told.includes(nameOf(who)))).toEqual([]);
  });

  test('one is told as one, and a port as a port', () => {
    expect(text).not.toMatch(/\w\((?:s|es)\)|\bports? (\d+) to \1\b/);
    const singular =
      /(?<![\d.,:/-])1 (?:records|calls|times|minutes|hours|days|addresses|tasks|connections|files)\b/;
    expect(text).not.toMatch(singular);
  });

  test('it says what is still open', () => {
    expect(screen.join('\n')).toContain(STILL_OPEN[scenario] ?? '');
    if (scenario in STILL_OPEN) expect(screen.join('\n')).toContain('still open: ');
  });

  test('each command that it prints, and that these print, works as it stands', async () => {
    const ofScreen = printedCommands(screen.join('\n'));
    expect(ofScreen.length).toBeGreaterThan(1);
    const typed = await typeAll(text, folder);
    const commands = typed.map(([command]) => command);
    expect(commands).toEqual(expect.arrayContaining(['story', 'detections']));
  });
});

/** Thirty days of it take minutes, and what is printed of them is what is printed of one. */
const LONG = 'quiet-month';
const HARMLESS = SCENARIOS.map(({ name }) => name).filter((name) => isHarmless(name) && name !== LONG);

test.each(HARMLESS)('%s has no first screen, says so, and prints no command that fails', async (scenario) => {
  const folder = path.join(parent, `logs of ${scenario}`);
  await simulate(scenario, 5, folder);
  const { stdout, status } = await run(
    'replay',
    folder,
    '--settings',
    `${folder}/harborwatch.json`,
    '--no-audit',
  );
  expect(status).toBe(0);
  expect(stdout).not.toContain('In short');
  expect(stdout).toMatch(/^Nothing (above low severity )?was raised\.$/m);
  await typeAll(stdout, folder);
});

test('what the answers of the audit tell to type works as it stands', async () => {
  const folder = path.join(parent, 'logs with many answers');
  await simulate('workshop-incident', 5, folder);
  const { stdout } = await run('replay', folder, '--settings', `${folder}/harborwatch.json`, '--audit');
  const rest = stdout.split('\n').filter((line) => line.includes('… '));
  const typed = await typeAll(rest.join('\n'), folder);
  expect(typed.map(([command]) => command)).toContain('query');
});
