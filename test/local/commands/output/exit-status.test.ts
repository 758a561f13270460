import { exitStatus } from '../../../../local/commands/output/exit-status';

const read = (unreadable: number, analyzed = 1) => ({ totals: { unreadable, analyzed } });
const outside = undefined;
const blindFlowLogs: readonly string[] = [];

test('nothing raised and all readable is 0', () => {
  expect(exitStatus({ alarms: [], findings: [], read: read(0), outside, blindFlowLogs })).toBe(0);
});

test('low severity alone is 0', () => {
  const alarms = [{ severity: 'low', state: 'ALARM' }] as const;
  expect(exitStatus({ alarms, findings: [{ severity: 'low' }], read: read(0), outside, blindFlowLogs })).toBe(
    0,
  );
});

test('a finding of medium severity is 10', () => {
  expect(
    exitStatus({ alarms: [], findings: [{ severity: 'medium' }], read: read(0), outside, blindFlowLogs }),
  ).toBe(10);
});

test('an alarm of medium severity is 10 when it goes red, not when it is OK', () => {
  expect(
    exitStatus({
      alarms: [{ severity: 'medium', state: 'ALARM' }],
      findings: [],
      read: read(0),
      outside,
      blindFlowLogs,
    }),
  ).toBe(10);
  expect(
    exitStatus({
      alarms: [{ severity: 'medium', state: 'OK' }],
      findings: [],
      read: read(0),
      outside,
      blindFlowLogs,
    }),
  ).toBe(0);
});

test('something unreadable is 3, also with findings of low severity', () => {
  expect(
    exitStatus({ alarms: [], findings: [{ severity: 'low' }], read: read(1), outside, blindFlowLogs }),
  ).toBe(3);
});

test('findings win over something unreadable', () => {
  expect(
    exitStatus({ alarms: [], findings: [{ severity: 'high' }], read: read(1), outside, blindFlowLogs }),
  ).toBe(10);
});

test('a window that leaves every record out is 3; one that leaves some out is not', () => {
  const left = { alarms: [], findings: [], outside: {}, blindFlowLogs };
  expect(exitStatus({ ...left, read: read(0, 0) })).toBe(3);
  expect(exitStatus({ ...left, read: read(0, 1) })).toBe(0);
});

test('flow logs in which no rule sees a connection are 3', () => {
  const blind = { alarms: [], findings: [], outside, read: read(0), blindFlowLogs: ['flow.log'] };
  expect(exitStatus(blind)).toBe(3);
});
