import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Ran, run } from '../story/printed-commands';

const OWN = path.join(__dirname, '../reading/odd-files');
const TRIALS = path.join(__dirname, '../../../../shared/trials/faults');
/** The trials are theirs who share the machine; where they are not, the copies that lie here are all. */
const INPUTS = [OWN, ...(existsSync(TRIALS) ? [TRIALS] : [])].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name !== 'expected.json' && !name.endsWith('.sql'))
    .map((name) => path.join(folder, name)),
);
/** Longer than a watch waits for a file to be written to its end. */
const LONG_AGO = new Date(Date.now() - 3_600_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'odd-inputs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(input: string): void {
  if (statSync(input).isDirectory()) cpSync(input, folder, { recursive: true });
  else cpSync(input, path.join(folder, path.basename(input)));
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    utimesSync(path.join(folder, name), LONG_AGO, LONG_AGO);
}

interface Replayed {
  readonly status: number;
  /** Files that were not read in whole, and those that no rule can judge. */
  readonly unread: readonly string[];
  readonly isLoud: boolean;
  readonly isKnown: boolean;
}

async function replayed(): Promise<Replayed> {
  const { status, stdout } = await run('replay', folder, '--format', 'json', '--no-audit');
  if (status === 2) return { status, unread: [], isLoud: false, isKnown: false };
  const { read, blindFlowLogs } = JSON.parse(stdout);
  const files: readonly { path: string; unreadableCount: number }[] = read.files;
  const unread = files.filter(({ unreadableCount }) => unreadableCount > 0).map((file) => file.path);
  return { status, unread: [...unread, ...blindFlowLogs], isLoud: status === 10, isKnown: true };
}

/** How a command ends that says nothing loud itself: as replay's reading does. */
const ofReading = ({ isKnown, unread }: Replayed, well: number) =>
  !isKnown ? 2 : unread.length > 0 ? 3 : well;

test.each(INPUTS.map((input) => [path.relative(path.dirname(path.dirname(input)), input), input] as const))(
  'every command reads %s as replay does, and says so',
  async (_name, input) => {
    put(input);
    const expected = await replayed();
    const state = path.join(mkdtempSync(path.join(tmpdir(), 'odd-inputs-state-')), 'state.json');
    const others: Readonly<Record<string, readonly [Ran, number]>> = {
      plan: [await run('plan', folder), ofReading(expected, 0)],
      tune: [await run('tune', folder, '--per-week', '1000000'), ofReading(expected, 0)],
      record: [await run('record', 'no-such-event', folder), ofReading(expected, 1)],
      story: [await run('story', 'nobody-of-this-name', folder, '--no-audit'), ofReading(expected, 1)],
      watch: [
        await run('watch', folder, '--once', '--format', 'jsonl', '--state', state),
        expected.isLoud ? 10 : expected.unread.length > 0 ? 3 : 0,
      ],
    };
    rmSync(path.dirname(state), { recursive: true });
    const said = Object.entries(others).map(([command, [{ status, stderr }]]) => ({
      command,
      status,
      unread: expected.unread.filter((file) => stderr.includes(file)),
    }));
    const toSay = Object.entries(others).map(([command, [, status]]) => ({
      command,
      status,
      unread: expected.unread,
    }));
    expect(said).toEqual(toSay);
  },
);
