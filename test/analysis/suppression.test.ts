import { type Suppression, suppressionOf } from '../../analysis/suppression';

const SUPPRESSION: Suppression = {
  detection: 'ecs-exec-session-opened',
  owner: 'ops',
  reason: 'migration of the shop',
  expires: '2026-12-01T00:00:00Z',
};
const BEFORE = Date.parse('2026-11-30T23:59:59Z') / 1000;
const found = (suppression: Partial<Suppression>, what: object) =>
  suppressionOf({ detection: 'ecs-exec-session-opened', at: BEFORE, ...what }, [
    { ...SUPPRESSION, ...suppression },
  ]) !== undefined;

describe('suppressionOf', () => {
  test('covers its detection until it expires, and not from then on', () => {
    expect(found({}, {})).toBe(true);
    expect(found({}, { at: BEFORE + 1 })).toBe(false);
    expect(found({}, { detection: 'ecs-task-role-overridden' })).toBe(false);
  });

  test('a suppression of a role covers that role alone, and nobody whose role is unknown', () => {
    const role = 'arn:aws:iam::111122223333:role/migration';
    expect(found({ role }, { role })).toBe(true);
    expect(found({ role }, { role: `${role}-two` })).toBe(false);
    expect(found({ role }, {})).toBe(false);
  });

  test('a suppression of an address covers that address alone', () => {
    expect(found({ source: '192.0.2.1' }, { source: '192.0.2.1' })).toBe(true);
    expect(found({ source: '192.0.2.1' }, { source: '192.0.2.10' })).toBe(false);
  });
});
