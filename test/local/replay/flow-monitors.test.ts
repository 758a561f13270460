import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toStory } from '../../../local/render/timeline/timeline';
import { replay } from '../../../local/replay/replay';
import { mergeSettings } from '../../../local/settings/replay-settings';
import { DEFAULT_FORMAT } from '../../../records/flow-logs/flow-log-fields';

const BEGIN = 1_793_620_800;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flow-monitors-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Half a burst: connections of one source to one private address, as one account's interface saw them. */
function knocks(account: string, count: number, firstPort = 40_000): string[] {
  return Array.from({ length: count }, (_, at) =>
    ['2', account, `eni-${account}`, '203.0.113.9', '10.0.1.5', firstPort + at, 22, 6, 14, 2_400]
      .concat([String(BEGIN + at), String(BEGIN + at + 3), 'ACCEPT', 'OK'])
      .join(' '),
  );
}

function write(name: string, lines: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), `${DEFAULT_FORMAT.join(' ')}\n${lines.join('\n')}\n`);
}

async function findingsIn(organizationTrail = false) {
  const { result } = await replay({ folder, settings: mergeSettings({ organizationTrail }) });
  return { result, findings: result.findings.filter(({ detection }) => detection === 'ssh-brute-force') };
}

test('what one address did in two accounts is two stories, each with its account, its numbers and an id of its own', async () => {
  write('a.log', knocks('111122223333', 40));
  write('b.log', knocks('444455556666', 60));
  const { result, findings } = await findingsIn();
  expect(findings.map(({ account, summary }) => [account, summary])).toEqual([
    ['111122223333', expect.stringMatching(/\b40\b/)],
    ['444455556666', expect.stringMatching(/\b60\b/)],
  ]);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
  expect(toStory(result, true).filter(({ detection }) => detection === 'ssh-brute-force')[0]?.account).toBe(
    '111122223333',
  );
});

test('records of two accounts in one file are told apart as well', async () => {
  const [one, other] = [knocks('111122223333', 40), knocks('444455556666', 40)];
  write(
    'both.log',
    one.flatMap((line, at) => [line, other[at] ?? line]),
  );
  const { findings } = await findingsIn();
  expect(findings.map(({ account }) => account)).toEqual(['111122223333', '444455556666']);
});

test('flows of one account name none: their ids are those of everywhere else', async () => {
  write('a.log', knocks('111122223333', 40));
  const { findings } = await findingsIn();
  expect(findings).toHaveLength(1);
  expect(findings[0]?.account).toBeUndefined();
  expect(findings[0]?.id).not.toContain('111122223333');
});

test('one organisation trail adds the flows of all accounts up', async () => {
  write('a.log', knocks('111122223333', 40));
  write('b.log', knocks('444455556666', 60, 50_000));
  const { findings } = await findingsIn(true);
  expect(findings.map(({ account, summary }) => [account, summary])).toEqual([
    [undefined, expect.stringMatching(/\b100\b/)],
  ]);
});

test('more accounts than are judged apart are judged together, and none is lost', async () => {
  for (let number = 0; number < 25; number++) {
    write(
      `${String(number).padStart(2, '0')}.log`,
      knocks(String(100_000_000_000 + number), 40, 40_000 + 100 * number),
    );
  }
  const { findings } = await findingsIn();
  expect(findings).toHaveLength(21);
  expect(findings.map(({ account }) => account)).toContain('further accounts');
  const together = findings.find(({ account }) => account === 'further accounts');
  expect(together?.summary).toMatch(/\b200\b/);
});
