import { escapeControl } from '../../../local/terminal/escape-control';

test('terminal escapes in a user agent are shown, not obeyed', () => {
  expect(escapeControl('aws-cli\u001b[2J\u0007')).toBe('aws-cli\\x1b[2J\\x07');
});

test('marks that turn the direction of text are shown', () => {
  expect(escapeControl('user \u202egnp.exe')).toBe('user \\u202egnp.exe');
});

test('other text stays as it is', () => {
  expect(escapeControl('Rôle “ops” 日本')).toBe('Rôle “ops” 日本');
});
