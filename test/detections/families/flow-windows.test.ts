import { spanInWords } from '../../../analysis/in-words';
import { allThresholds } from '../../../analysis/ssh/thresholds';
import { FLOW_WINDOWS, type FlowWindows } from '../../../analysis/ssh/windows';
import { written as networkActivity } from '../../../detections/families/network-activity';
import { written as ssh } from '../../../detections/families/ssh';

const families = (windows?: FlowWindows) =>
  [ssh, networkActivity].flatMap((written) => written(allThresholds({}), windows));
const runbooks = (windows?: FlowWindows) =>
  new Map(
    families(windows).map(({ id, runbook }) => [id, [runbook.meaning, ...runbook.diagnosis].join('\n')]),
  );

/** Spans that several rules have in common, and the runbooks that say them. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  'shell before': [
    'ssh-outbound-from-task',
    'ssh-vertical-scan',
    'unusual-egress',
    'task-beacon',
    'task-slow-upload',
    'task-spread',
    'address-scan',
    'port-scan',
  ],
  'release before': ['task-beacon'],
};

test.each(Object.keys(FLOW_WINDOWS))('the runbook says the span of %s as the rule has it', (name) => {
  const [own = ''] = name.split(':');
  const ids = SHARED[name] ?? [own];
  const changed = runbooks({ ...FLOW_WINDOWS, [name]: 77 * 60 });
  const span = spanInWords(FLOW_WINDOWS[name as keyof FlowWindows]).replace(/^an? /, '');
  for (const [id, text] of runbooks()) {
    expect(text).not.toContain('77 minutes');
    if (!ids.includes(id)) expect(changed.get(id)).toBe(text);
    else {
      expect(text).toContain(span);
      expect(changed.get(id)).toContain('77 minutes');
    }
  }
});

test('all spans changed at once leave no hour or day in what the runbooks of scans mean', () => {
  const all = Object.fromEntries(Object.keys(FLOW_WINDOWS).map((name) => [name, 77 * 60])) as FlowWindows;
  const meanings = families(all).filter(({ id }) => /scan|unlisted/.test(id));
  expect(meanings).toHaveLength(5);
  for (const { runbook } of meanings) {
    expect(runbook.meaning).not.toMatch(/\b(?:an hour|a day|five minutes|24 hours)\b/);
  }
});

test.each([
  [60, 'one minute'],
  [120, 'two minutes'],
  [1_800, 'half an hour'],
  [3_600, 'an hour'],
  [5_400, '90 minutes'],
  [86_400, 'a day'],
])('%d seconds are %s', (seconds, words) => expect(spanInWords(seconds)).toBe(words));
