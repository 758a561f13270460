import { buildCatalogue } from '../../../detections/catalogue';
import { ATTACK_NAMES, REVOKED } from '../../../detections/ocsf/attack-techniques';
import { toAttacks } from '../../../detections/ocsf/attacks';
import { queryCatalogue } from '../../../queries/catalogue';

const USED = new Set([
  ...buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }).flatMap(({ attack }) => attack),
  ...queryCatalogue().flatMap(({ attack }) => attack),
]);

test('no detection and no question carries an id that the pinned release of ATT&CK revoked', () => {
  expect([...USED].filter((id) => id in REVOKED)).toEqual([]);
  expect(Object.values(REVOKED).filter((id) => id in REVOKED)).toEqual([]);
});

test('every id that is carried has its name, and its technique too', () => {
  const all = [...USED].flatMap((id) => [id, id.split('.')[0] as string]);
  expect(all.filter((id) => !(id in ATTACK_NAMES))).toEqual([]);
});

test('readers of OCSF get release, ids and names', () => {
  expect(toAttacks(['T1685.002'])).toEqual([
    {
      version: '19.0',
      technique: { uid: 'T1685', name: 'Disable or Modify Tools' },
      sub_technique: { uid: 'T1685.002', name: 'Disable or Modify Cloud Log' },
    },
  ]);
});
