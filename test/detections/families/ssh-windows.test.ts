import { allThresholds } from '../../../analysis/ssh/thresholds';
import { SSH_WINDOWS, type SshWindows } from '../../../analysis/ssh/windows';
import { written } from '../../../detections/families/ssh';
import { spanInWords } from '../../../detections/writing/in-words';

const meanings = (windows?: SshWindows) =>
  new Map(written(allThresholds({}), windows).map(({ id, runbook }) => [id, runbook.meaning]));

test.each(Object.keys(SSH_WINDOWS))('the runbook says the span of %s as the rule has it', (name) => {
  const [id = ''] = name.split(':');
  const changed = meanings({ ...SSH_WINDOWS, [name]: 77 * 60 });
  expect(meanings().get(id)).toContain(spanInWords(SSH_WINDOWS[name as keyof SshWindows]));
  expect(meanings().get(id)).not.toContain('77 minutes');
  expect(changed.get(id)).toContain('77 minutes');
  for (const [other, meaning] of meanings()) if (other !== id) expect(changed.get(other)).toBe(meaning);
});

test.each([
  [60, 'one minute'],
  [120, 'two minutes'],
  [1_800, 'half an hour'],
  [3_600, 'an hour'],
  [5_400, '90 minutes'],
  [86_400, '24 hours'],
])('%d seconds are %s', (seconds, words) => expect(spanInWords(seconds)).toBe(words));
