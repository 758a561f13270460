import { againWords } from '../../../../local/commands/options/again-words';
import { alsoFiles } from '../../../../local/commands/output/also-files';
import { FORMS } from '../../../../local/render/forms/forms';
import { EIGHT, exampleAlarm, exampleCause, exampleResult, reportOf } from '../../replay/example-result';

const hostile = exampleCause('event-9', EIGHT, {
  identity: '=HYPERLINK("http://evil")',
  target: 'task <img> | `x`',
});
const report = reportOf(exampleResult({ alarms: [exampleAlarm({ causes: [hostile] })] }));

test('CSV is a timeline with the columns that Timesketch wants, in order of time', () => {
  const [head = '', ...rows] = FORMS.csv(reportOf(exampleResult())).trimEnd().split('\r\n');
  expect(head.split(',').slice(0, 3)).toEqual(['message', 'datetime', 'timestamp_desc']);
  const times = rows.map((row) => /\d{4}-\d\d-\d\dT[\d:]+Z/.exec(row)?.[0] ?? '');
  expect(times.length).toBeGreaterThan(4);
  expect(times).toEqual([...times].sort());
  expect(rows.join('\n')).toContain('event-1,trail.json.gz:1');
});

test('no field of the CSV is a formula to a spreadsheet', () => {
  expect(FORMS.csv(report)).toContain(`"'=HYPERLINK(""http://evil"")"`);
});

test('each JSON line is one thing, and together they have what the document has', () => {
  const lines = FORMS.jsonl(report)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ line: 'replay', format: 'harborwatch-replay-lines/1' });
  const document = JSON.parse(FORMS.json(report));
  for (const [list, line] of [
    ['story', 'story'],
    ['alarms', 'alarm'],
    ['findings', 'finding'],
  ] as const) {
    expect(lines.filter((one) => one.line === line)).toHaveLength(document[list].length);
  }
});

test('the document has the story in order, the records with their place and the runbooks', () => {
  const document = JSON.parse(FORMS.json(report));
  expect(document.alarms[0].causes[0]).toMatchObject({ place: 'trail.json.gz:1', eventId: 'event-9' });
  expect(document.story.map(({ at }: { at: string }) => at)).toEqual(
    [...document.story].map(({ at }: { at: string }) => at).sort(),
  );
});

test('what a log smuggles in means nothing to Markdown or HTML', () => {
  const page = FORMS.markdown(report);
  expect(page).not.toContain('<img>');
  expect(page).toContain('task &#60;img&#62; &#124; &#96;x&#96;');
  expect(page).toContain('## In short');
});

test('--also names a form and a file; the file may hold a =', () => {
  expect(alsoFiles({ also: ['csv=a=b.csv'] })).toEqual([{ form: 'csv', file: 'a=b.csv' }]);
});

test.each(['csv', 'csv=', 'pretty=x', 'xml=x', 'toString=x'])('--also %s is refused', (text) => {
  expect(() => alsoFiles({ also: [text] })).toThrow(`--also is "${text}"; give a form and a file`);
});

test('a command reads the same logs by the same settings; standard input is gone', () => {
  expect(againWords('logs', { settings: 'a.json', flowLogFormat: 'v' })).toEqual([
    ...['logs', '--settings', 'a.json', '--flow-log-format', 'v'],
  ]);
  expect(againWords('-', {})).toBeUndefined();
});
