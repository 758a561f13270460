import pc from 'picocolors';
import { renderClosing, renderReplay } from '../../../../local/render/pretty/render-pretty';
import {
  EIGHT,
  exampleAlarm,
  exampleCause,
  exampleFinding,
  exampleResult,
} from '../../replay/example-result';

const plain = { colors: pc.createColors(false), width: 100 };
const pretty = (overrides: Parameters<typeof exampleResult>[0] = {}, isAll = false, width = 100) => {
  const result = exampleResult(overrides);
  const terminal = { ...plain, width };
  const audit = { answers: [], notes: [] };
  return renderReplay(result, isAll, terminal) + renderClosing(result, audit, terminal);
};

test('a replay reads like this', () => {
  // The catalogue grows; the line does not change.
  const text = pretty().replace(/\d+( detections look at every role, )\d+/, 'some$1some');
  expect(text).toMatchInlineSnapshot(`
"harborwatch replay logs

In short
high     user mallory from 198.51.100.23: Somebody opened a shell in a running container
medium   198.51.100.23: Somebody guesses SSH passwords [10.0.1.5:22] (75 % sure)
next: npx harborwatch story arn:aws:iam::111122223333:user/mallory logs
      npx harborwatch record event-1 logs
      npx harborwatch detections ecs-exec-session-opened

What happened
-- 2026-11-02 (UTC) --------------------------------------------------------------------------------
08:01:00  ALARM  high     ecs-exec-session-opened
          Somebody opened a shell in a running container
          ecs:ExecuteCommand by user mallory from 198.51.100.23 in eu-west-1
          while red: ecs:ExecuteCommand by user mallory from 198.51.100.23 in eu-west-1
          npx harborwatch record event-1 logs
08:02:00  START  medium   ssh-brute-force
          Somebody guesses SSH passwords
          61 attempts on 10.0.1.5:22 within 20 minutes
          npx harborwatch story 198.51.100.23 logs
08:15:00  OK              ecs-exec-session-opened
          1 record came while it was red
09:20:00  END             ssh-brute-force
          198.51.100.23 -> 10.0.1.5:22: 61 connections in all

Alarms and their records
high      ecs-exec-session-opened  2026-11-02T08:01:00Z, 2 records
          2026-11-02T08:00:00Z ecs:ExecuteCommand event-1 trail.json.gz:1
          2026-11-02T08:01:30Z ecs:ExecuteCommand event-2 trail.json.gz:1

Findings and their evidence
medium    ssh-brute-force  198.51.100.23 -> 10.0.1.5:22, 75 % sure
          2026-11-02T08:00:00Z to 2026-11-02T08:20:00Z
          attempts 61, packetsPerFlow 12.35, answered true, ports [22]
          2 111122223333 eni-1 …

Unreadable: 1 record
flows.log:7: start is "x", not a number

What was read
CloudTrail               1 file         12 records
flow log                 1 file        201 records
213 records = 210 analyzed + 2 skipped (2 duplicate) + 1 unreadable
integrity: not checked (--public-keys checks it)
from 2026-11-02T08:00:00Z to 2026-11-02T10:00:00Z
home regions eu-west-1 (learned from the records; --home-region makes it certain)
no deploy role is named, so some detections look at every role, some of them at low
"
`);
});

test('what was read adds up in one line', () => {
  expect(pretty()).toContain('213 records = 210 analyzed + 2 skipped (2 duplicate) + 1 unreadable');
});

test('alarms and findings are told in time order, under a heading for each day', () => {
  const text = pretty({ alarms: [exampleAlarm(), exampleAlarm({ state: 'OK', at: EIGHT + 86_400 })] });
  const order = [
    '-- 2026-11-02',
    '08:01:00  ALARM',
    '08:02:00  START',
    '09:20:00  END',
    '-- 2026-11-03',
    '08:00:00  OK',
  ];
  const places = order.map((words) => text.indexOf(words));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test('low severity is counted, and told only on request', () => {
  const alarms = [exampleAlarm({ severity: 'low', detection: 'cis-3' })];
  const folded = pretty({ alarms, findings: [] });
  expect(folded).toContain('Nothing above low severity was raised by what could be read');
  expect(folded).toMatch(/cis-3 +1 +2026-11-02T08:01:00Z/);
  expect(folded).not.toContain('ALARM');
  expect(pretty({ alarms, findings: [] }, true)).toContain('08:01:00  ALARM  low');
});

test('what filters hide is no all-clear', () => {
  const text = pretty({ alarms: [], findings: [], hidden: '3 of 3 are hidden' });
  expect(text).toContain('Nothing to show, but this is no all-clear: 3 of 3 are hidden.');
  expect(text).not.toContain('Nothing was raised.');
});

test('the next step is the runbook of the gravest, not of the first', () => {
  const alarms = [
    exampleAlarm(),
    exampleAlarm({ severity: 'critical', detection: 'ssh-probable-login', at: EIGHT + 900 }),
  ];
  expect(pretty({ alarms })).toContain('harborwatch detections ssh-probable-login');
});

test('of unreadable lines ten are shown and the rest is counted', () => {
  const { read } = exampleResult();
  const [file] = read.files;
  const unreadable = Array.from({ length: 12 }, (_, n) => ({ line: n + 1, reason: 'cut off' }));
  const text = pretty({
    read: {
      files: file === undefined ? [] : [{ ...file, unreadable, unreadableCount: 40 }],
      totals: { ...read.totals, unreadable: 40 },
    },
  });
  expect(text).toContain('trail.json.gz:10: cut off\n… and 30 more\n');
  expect(text).not.toContain('trail.json.gz:11:');
});

test('of the same detection ten entries are told and the rest is counted', () => {
  const findings = Array.from({ length: 12 }, (_, n) =>
    exampleFinding({ id: `${n}`, source: `198.51.100.${n}` }),
  );
  const text = pretty({ alarms: [], findings });
  expect(text.match(/START +medium/g)).toHaveLength(10);
  expect(text).toMatch(/More of the same \(--all tells each\)\n.*\nssh-brute-force +2 /);
  expect(text).toContain('… and 7 more of the same kinds');
  expect(pretty({ alarms: [], findings }, true).match(/START +medium/g)).toHaveLength(12);
});

test('forty columns are enough for all but commands, which are never broken', () => {
  const low = exampleAlarm({ severity: 'low', detection: 'cis-cloudwatch-10-security-group-changed' });
  const text = pretty({ alarms: [exampleAlarm(), low] }, false, 40);
  const [before = ''] = text.split('\nWhat was read\n');
  const long = before.split('\n').filter((line) => line.length > 40 && !line.includes('npx harborwatch'));
  expect(long).toEqual([]);
});

test('no line is longer than the terminal is wide', () => {
  const causes = [exampleCause('e', EIGHT, { identity: `role ${'a'.repeat(64)} (${'b'.repeat(64)})` })];
  const text = pretty({ alarms: [exampleAlarm({ causes })] }, false, 80);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('what an attacker wrote into a record cannot steer the terminal', () => {
  const causes = [exampleCause('e', EIGHT, { identity: 'user \u001b[2Jnobody' })];
  const text = pretty({
    alarms: [exampleAlarm({ causes })],
    findings: [exampleFinding({ source: '\u001b[31m' })],
  });
  expect(text).toContain('user \\x1b[2Jnobody');
  expect(text).not.toContain('\u001b');
});

test('a question that failed is a line in the notes', () => {
  const audit = { answers: [], notes: ['the audit question sg-opened-to-world failed: out of memory'] };
  expect(renderClosing(exampleResult(), audit, plain)).toContain(
    '\nNotes\nthe audit question sg-opened-to-world failed: out of memory\n',
  );
});

const TWO_ACCOUNTS = { accounts: ['111122223333', '444455556666'] };

test('the account stands in the story where there is more than one', () => {
  const recovery = exampleAlarm({ state: 'OK', at: EIGHT + 900, causes: [], causeCount: 0 });
  const alarms = [exampleAlarm(), recovery];
  const text = pretty({ ...TWO_ACCOUNTS, alarms });
  expect(text).toContain('2 accounts: 111122223333, 444455556666; alarms of each by itself');
  expect(text).toContain('ALARM  high     ecs-exec-session-opened in 111122223333\n');
  expect(text).toContain('OK              ecs-exec-session-opened in 111122223333\n');
  expect(pretty({ alarms })).not.toContain('in 111122223333');
});

test('where one trail feeds the alarms of all accounts, each record says its account', () => {
  const { settings } = exampleResult();
  const organization = { ...TWO_ACCOUNTS, settings: { ...settings, organizationTrail: true } };
  const text = pretty({ ...organization, alarms: [exampleAlarm({ account: undefined })] });
  expect(text).toContain('from 198.51.100.23 in eu-west-1 of account 111122223333');
  expect(text).toContain('their calls count together');
});

test('a window that misses all records is no all-clear: it says where the records are', () => {
  const { read } = exampleResult();
  const missed = {
    alarms: [],
    findings: [],
    span: undefined,
    read: { ...read, totals: { ...read.totals, analyzed: 0 } },
    outside: { count: 213, from: EIGHT, to: EIGHT + 7200 },
  };
  const text = pretty(missed).replace(/\n/g, ' ');
  expect(text).toContain('Nothing was judged: no record lies in the window of --since and --until.');
  expect(text).toContain(
    'The 213 records outside of it are from 2026-11-02T08:00:00Z to 2026-11-02T10:00:00Z.',
  );
  expect(text).not.toContain('Nothing was raised');
});

test('what lies in the window counts, whatever the window left out', () => {
  const text = pretty({ alarms: [], findings: [], outside: { count: 5, from: EIGHT, to: EIGHT } });
  expect(text).toContain('Nothing was raised by what could be read');
});

test.each([
  ['all was read', {}, 'Nothing was raised.'],
  [
    'a record could not be read',
    { unreadable: 2 },
    'Nothing was raised by what could be read, which is no all-clear: 2 records could not be read.',
  ],
  [
    'no record could be judged',
    { analyzed: 0, records: 3 },
    'Nothing was judged: of 3 records none could be. What was read says why.',
  ],
])('where %s, that is what is said', (_what, totals, sentence) => {
  const { read } = exampleResult();
  const told = pretty({
    ...{ alarms: [], findings: [] },
    read: { ...read, totals: { ...read.totals, unreadable: 0, ...totals } },
  });
  expect(told.replace(/\n/g, ' ')).toContain(sentence);
});

test('a flow log in which no rule sees anything is no all-clear', () => {
  const { read } = exampleResult();
  const told = pretty({
    ...{ alarms: [], findings: [], blindFlowLogs: ['flows.log'] },
    read: { ...read, totals: { ...read.totals, unreadable: 0 } },
  });
  expect(told.replace(/\n/g, ' ')).toContain('no rule sees anything in 1 flow log, as the notes say.');
});

test('the settings file that rules is named', () => {
  expect(pretty({ ruling: ['harborwatch.json: trustedCidrs'] })).toContain(
    '\nsettings of harborwatch.json: trustedCidrs\n',
  );
});
