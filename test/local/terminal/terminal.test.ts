import { terminalOf } from '../../../local/terminal/terminal';

const isColoured = (stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = {}) =>
  terminalOf(stream, env).colors.isColorSupported;

test('colours only on a terminal', () => {
  expect(isColoured({ isTTY: true })).toBe(true);
  expect(isColoured({})).toBe(false);
});

test('NO_COLOR turns them off, an empty NO_COLOR does not', () => {
  expect(isColoured({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(isColoured({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
});

test('the width is that of the terminal within reason, and 110 without one', () => {
  expect(terminalOf({ isTTY: true, columns: 100 }, {}).width).toBe(100);
  expect(terminalOf({ isTTY: true, columns: 20 }, {}).width).toBe(60);
  expect(terminalOf({ isTTY: true, columns: 400 }, {}).width).toBe(160);
  expect(terminalOf({ columns: 20 }, {}).width).toBe(110);
});
