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
  expect(terminalOf({ isTTY: true, columns: 20 }, {}).width).toBe(40);
  expect(terminalOf({ isTTY: true, columns: 400 }, {}).width).toBe(160);
  expect(terminalOf({ columns: 20 }, {}).width).toBe(110);
});

test('FORCE_COLOR brings colours where no terminal is, 0 does not, and NO_COLOR wins over it', () => {
  expect(isColoured({}, { FORCE_COLOR: '1' })).toBe(true);
  expect(isColoured({ isTTY: true }, { FORCE_COLOR: '0' })).toBe(false);
  expect(isColoured({}, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
});

test('--color and --no-color win over the environment', () => {
  expect(terminalOf({}, { NO_COLOR: '1' }, true).colors.isColorSupported).toBe(true);
  expect(terminalOf({ isTTY: true }, {}, false).colors.isColorSupported).toBe(false);
});

test('COLUMNS is the width where no terminal says one, and what is no number is not', () => {
  expect(terminalOf({}, { COLUMNS: '72' }).width).toBe(72);
  expect(terminalOf({ isTTY: true, columns: 100 }, { COLUMNS: '72' }).width).toBe(100);
  expect(terminalOf({}, { COLUMNS: 'wide' }).width).toBe(110);
});
