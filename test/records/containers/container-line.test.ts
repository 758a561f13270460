import { parseRefusalLine } from '../../../records/containers/container-line';

const LINE =
  '{"logged_at":"2026-11-02T09:10:02.512Z","process":"allow-list","action":"refused","user_id":33}';

test('a line of the launcher is read with all of its columns', () => {
  expect(parseRefusalLine(LINE)).toEqual({
    logged_at: '2026-11-02T09:10:02.512Z',
    process: 'allow-list',
    action: 'refused',
    user_id: 33,
  });
});

test('lines of other programs are none, whatever their texts say', () => {
  expect(parseRefusalLine('{"process":"sshd","message":"allow-list"}')).toBeUndefined();
  const path = JSON.stringify({ process: 'nginx', path: '/"process":"allow-list"' });
  expect(parseRefusalLine(path)).toBeUndefined();
});

test.each([
  ['is cut off', LINE.slice(0, -4)],
  ['has no time', '{"process":"allow-list","action":"refused"}'],
  ['has a time that is none', LINE.replace('2026-11-02T09', 'yesterday')],
  ['has no action', '{"logged_at":"2026-11-02T09:10:02.512Z","process":"allow-list"}'],
])('a line of the launcher that %s is said to be unreadable', (_, text) => {
  expect(() => parseRefusalLine(text)).toThrow(SyntaxError);
});
