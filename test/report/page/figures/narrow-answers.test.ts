import { narrowAnswers } from '../../../../report/page/figures/narrow-answers';

const answer = (id: string, ...rows: unknown[][]) => ({
  ...{ id, question: id, columns: ['principal', 'source_ip'], rows, rowCount: rows.length },
});
const answers = [
  answer(
    'calls',
    ['arn:aws:iam::111122223333:user/mallory', '192.0.2.66'],
    ['arn:aws:sts::111122223333:assumed-role/ops/anna', '198.51.100.7'],
  ),
  answer('flows', [null, '192.0.2.66'], [{ task: '6cc421d4f63d49f8f865047e3fbb47cf' }, 22]),
];
const kept = (state: Parameters<typeof narrowAnswers>[1]) =>
  narrowAnswers(answers, state).answers.map(({ id, kept }) => `${id} ${kept.length}`);

test('nothing chosen, all rows', () => {
  expect(kept({ severity: 'high', from: 1, to: 2 })).toEqual(['calls 2', 'flows 2']);
  expect(narrowAnswers(answers, { severity: 'high' }).isNarrowed).toBe(false);
});

test.each([
  [{ actor: 'user mallory' }, ['calls 1']],
  [{ actor: 'role ops (anna)' }, ['calls 1']],
  [{ actor: 'role ops (anna) (111122223333)' }, ['calls 1']],
  [{ actor: 'role ops (bob)' }, []],
  [{ actor: 'role ops' }, ['calls 1']],
  [{ actor: 'task of httpd-login (192.0.2.66)' }, ['calls 1', 'flows 1']],
  [{ actor: 'many sources on 192.0.2.66' }, ['calls 1', 'flows 1']],
  [{ address: '192.0.2.66', actor: 'user mallory' }, ['calls 1']],
  [{ task: '6cc421d4f63d49f8f865047e3fbb47cf' }, ['flows 1']],
  [{ text: 'MALLORY 192.0' }, ['calls 1']],
])('%j keeps the rows that name it', (state, rows) => {
  expect(kept(state)).toEqual(rows);
});
