import { actorDeeds } from '../../../local/story/actor-deeds';
import { summarize } from '../../../local/story/summarize';
import { EIGHT, exampleAlarm, exampleCause, exampleFinding, exampleResult } from '../replay/example-result';

const quiet = { alarms: [], findings: [] };

test('alarms of one caller are one actor, each detection once, the gravest first', () => {
  const alarms = [
    exampleAlarm(),
    exampleAlarm({ at: EIGHT + 600 }),
    exampleAlarm({ detection: 'trail-stopped', severity: 'critical', title: 'CloudTrail logging stopped' }),
  ];
  const [actor, ...others] = actorDeeds(exampleResult({ ...quiet, alarms }));
  expect(others).toEqual([]);
  expect(actor).toMatchObject({ shown: 'user mallory', severity: 'critical', addresses: ['198.51.100.23'] });
  expect(actor?.deeds.map(({ detection }) => detection)).toEqual([
    'trail-stopped',
    'ecs-exec-session-opened',
  ]);
});

test('the same name in two accounts is two actors, told with their accounts', () => {
  const causes = ['111122223333', '444455556666'].map((account) =>
    exampleCause(`e-${account}`, EIGHT, { account }),
  );
  const accounts = ['111122223333', '444455556666'];
  const alarms = [exampleAlarm({ causes })];
  expect(actorDeeds(exampleResult({ ...quiet, alarms, accounts })).map(({ shown }) => shown)).toEqual([
    'user mallory (111122223333)',
    'user mallory (444455556666)',
  ]);
});

test('an alarm that is over did nothing by being over', () => {
  expect(actorDeeds(exampleResult({ ...quiet, alarms: [exampleAlarm({ state: 'OK' })] }))).toEqual([]);
});

test.each(['high', 'critical'] as const)(
  'many sources are told by their target, the worst first',
  (severity) => {
    const findings = [
      exampleFinding({ source: '*', severity }),
      exampleFinding({ source: '203.0.113.9', severity: 'high' }),
      exampleFinding({ source: '203.0.113.10', severity: 'medium' }),
    ];
    const told = actorDeeds(exampleResult({ ...quiet, findings })).map(({ shown, name }) => [shown, name]);
    const many = ['many sources on 10.0.1.5', '10.0.1.5'];
    const named = ['203.0.113.9', '203.0.113.9'];
    // Of equals, who has a name comes first.
    const worst = severity === 'critical' ? [many, named] : [named, many];
    expect(told).toEqual([...worst, ['203.0.113.10', '203.0.113.10']]);
  },
);

test('an interface that lost records is told with what befell it', () => {
  const findings = [
    exampleFinding({
      ...{ source: 'eni-1', targets: [], ports: [], state: 'START' },
      title: 'Records were lost',
    }),
  ];
  expect(summarize(exampleResult({ ...quiet, findings }), []).open).toMatchObject([
    { what: 'eni-1: Records were lost' },
  ]);
});

test('an interface has no story to ask for', () => {
  const findings = [exampleFinding({ source: 'eni-1', detection: 'flow-log-records-lost' })];
  const { commands } = summarize(exampleResult({ ...quiet, findings }), ['logs']);
  expect(commands).toEqual(['npx harborwatch detections flow-log-records-lost']);
});

test('what reaches for the internet is named before what reaches for neighbours', () => {
  const findings = [exampleFinding({ targets: ['10.0.1.5', '192.0.2.80', '10.0.1.6'] })];
  expect(actorDeeds(exampleResult({ ...quiet, findings }))[0]?.deeds[0]?.targets).toEqual([
    '192.0.2.80:22',
    '10.0.1.5:22',
    '10.0.1.6:22',
  ]);
});

test('a finding that goes on is still open, one that ended is not', () => {
  const ended = exampleFinding();
  const open = exampleFinding({ state: 'UPDATE', source: '203.0.113.9' });
  const summary = summarize(exampleResult({ ...quiet, findings: [ended, open] }), ['logs']);
  expect(summary.open.map(({ what }) => what)).toEqual(['203.0.113.9 to 10.0.1.5:22']);
});

test('what somebody left open who did nothing else is ordinary life', () => {
  const end = {
    what: 'a shell in task a',
    severity: 'high',
    since: EIGHT,
    eventId: 'e',
    account: 'a',
  } as const;
  const of = (by: string) => summarize(exampleResult({ open: [{ ...end, by }] }), ['logs']).open;
  expect(of('user alice')).toEqual([]);
  expect(of('user mallory')).toHaveLength(1);
});

test('logs that nothing finds again get no command that reads them', () => {
  expect(summarize(exampleResult(), undefined).commands).toEqual([
    'npx harborwatch detections ecs-exec-session-opened',
  ]);
});

test('a program in a container is asked for by its task', () => {
  const cause = exampleCause('app.log:1', EIGHT, {
    identity: '/usr/bin/bash as user 10001 in task 0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    identityArn: undefined,
  });
  const [actor] = actorDeeds(exampleResult({ ...quiet, alarms: [exampleAlarm({ causes: [cause] })] }));
  expect(actor?.name).toBe('0f1e2d3c4b5a69788796a5b4c3d2e1f0');
});
