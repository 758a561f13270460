import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { buildCatalogue, FAMILIES } from '../../../../detections/catalogue';
import { placeDetections } from '../../../../detections/placement';
import { renderDetectionsJson } from '../../../../local/render/detections/detections-json';

const SETTINGS = { deployRoles: [], homeRegions: ['eu-west-1'] };
const schema = JSON.parse(
  readFileSync(path.join(__dirname, '../../../../docs/detections.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
const document = JSON.parse(
  renderDetectionsJson(
    Object.entries(FAMILIES).map(([family, build]) => ({ family, detections: build(SETTINGS) })),
    placeDetections(buildCatalogue(SETTINGS)).placeOf,
  ),
);

test('the catalogue is what docs/detections.schema.json describes', () => {
  validate(document);
  expect(validate.errors).toBeNull();
});

test('every detection of the catalogue is in it, in reading order', () => {
  expect(document.detections.map(({ id }: { id: string }) => id)).toEqual(
    buildCatalogue(SETTINGS).map(({ id }) => id),
  );
});

test('the schema refuses a detection without a runbook', () => {
  const [first, ...rest] = document.detections;
  const { runbook: _, ...without } = first;
  expect(validate({ ...document, detections: [without, ...rest] })).toBe(false);
});
