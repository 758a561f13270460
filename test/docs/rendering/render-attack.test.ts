import { buildCatalogue } from '../../../detections/catalogue';
import { ATTACK_NAMES, REVOKED } from '../../../detections/ocsf/attack-techniques';
import { AWS_TECHNIQUES } from '../../../detections/ocsf/aws-techniques';
import { renderNavigatorLayer } from '../../../docs/rendering/render-attack';

const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });

interface Layer {
  readonly versions: { readonly attack: string };
  readonly techniques: readonly {
    readonly techniqueID: string;
    readonly score: number;
    readonly comment: string;
  }[];
}

test('the layer has every technique once, none that is revoked, and counts examples that fired', () => {
  const { versions, techniques } = JSON.parse(renderNavigatorLayer()) as Layer;
  expect(versions.attack).toBe('19');
  const ids = techniques.map(({ techniqueID }) => techniqueID);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids)).toEqual(new Set(CATALOGUE.flatMap(({ attack }) => attack)));
  expect(ids.filter((id) => id in REVOKED || !(id in ATTACK_NAMES))).toEqual([]);
  expect(techniques.find(({ techniqueID }) => techniqueID === 'T1531')).toMatchObject({
    score: 1,
    comment: 'iam-access-removed-in-bulk',
  });
  expect(techniques.find(({ techniqueID }) => techniqueID === 'T1685.002')?.score).toBeGreaterThan(10);
});

test("every entry of AWS's catalog names detections that there are, or a reason", () => {
  const known = new Set(CATALOGUE.map(({ id }) => id));
  for (const { id, detections, without } of AWS_TECHNIQUES) {
    expect([id, detections.filter((detection) => !known.has(detection))]).toEqual([id, []]);
    expect([id, detections.length > 0 || without !== undefined]).toEqual([id, true]);
  }
});
