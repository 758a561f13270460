import { readSettings } from '../../../../stacks/config';
import { muteWindow } from '../../../../stacks/config/silencing';
import { synth } from '../../synth';
import { FULL } from '../deployments';

const [WINDOW] = FULL.muteWindows;

test('a window over findings of an analyzer, which have no alarm, is refused with the way out', () => {
  const muteWindows = [{ ...WINDOW, detections: ['ssh-brute-force'] }];
  expect(() => synth({ muteWindows })).toThrow(
    'the setting muteWindows names ssh-brute-force in tuesday-release, which has no alarm in this deployment; findings of analyzers are kept quiet with the setting suppressions',
  );
});

test('a window over a detection that nobody knows is refused with the nearest that is known', () => {
  const muteWindows = [{ ...WINDOW, detections: ['ecs-service-delete'] }];
  expect(() => readSettings({ muteWindows })).toThrow('did you mean ecs-service-deleted');
});

test.each(['cron(0 20 * * TUE)', 'cron(0 20 * * 2)', 'at(2026-12-01T20:00)'])(
  'CloudWatch takes %s',
  (schedule) => {
    expect(muteWindow.safeParse({ ...WINDOW, schedule }).success).toBe(true);
  },
);

test.each(['cron(0 20 ? * TUE *)', 'cron(0 20)', 'at(tuesday)', 'rate(1 day)'])(
  'it does not take %s',
  (schedule) => {
    expect(muteWindow.safeParse({ ...WINDOW, schedule }).success).toBe(false);
  },
);
