import { buildCatalogue } from '../../detections/catalogue';
import { detectionProblems } from '../../detections/detection-problems';

const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });

describe('what people are told', () => {
  test.each(CATALOGUE.map((detection) => [detection.id, detection] as const))('%s', (_, detection) => {
    expect(detectionProblems(detection)).toEqual([]);
  });

  test('titles, meanings and steps of diagnosis are each written for one detection', () => {
    const told = CATALOGUE.flatMap(({ title, runbook }) => [title, runbook.meaning, ...runbook.diagnosis]);
    const twice = told.filter((text, index) => told.indexOf(text) !== index);
    expect(twice).toEqual([]);
  });
});
