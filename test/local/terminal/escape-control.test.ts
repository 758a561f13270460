import { escapeControl, escapeJson } from '../../../local/terminal/escape-control';

test('terminal escapes in a user agent are shown, not obeyed', () => {
  expect(escapeControl('aws-cli\u001b[2J\u0007')).toBe('aws-cli\\x1b[2J\\x07');
});

test('marks that turn the direction of text are shown', () => {
  expect(escapeControl('user \u202egnp.exe')).toBe('user \\u202egnp.exe');
});

test('other text stays as it is', () => {
  expect(escapeControl('Rôle “ops” 日本')).toBe('Rôle “ops” 日本');
});

test('what takes no room, and what breaks a line, is shown', () => {
  expect(escapeControl('a\u200bb\u061cc\u2028d\ufeff\u{e0041}')).toBe(
    'a\\u200bb\\u061cc\\u2028d\\ufeff\\u{e0041}',
  );
});

test('JSON is the same value, and steers nothing', () => {
  const value = { 'a\u009b31m': 'x\u202e\u{e0041}\u2028"\\' };
  const json = escapeJson(`${JSON.stringify(value)}\n`);
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toBe('{"a\\u009b31m":"x\\u202e\\udb40\\udc41\\u2028\\"\\\\"}\n');
});
