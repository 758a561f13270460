import { buildCatalogue } from '../../detections/catalogue';
import { ANALYZER_DETECTIONS } from '../../handlers/analyzer-detections';

test('the analyzers run every rule of the catalogue', () => {
  const rules = buildCatalogue({
    deployRoles: ['arn:aws:iam::111122223333:role/d'],
    homeRegions: ['eu-west-1'],
  })
    .filter(({ detector }) => detector.kind === 'analyzer')
    .map(({ id, severity, runbook }) => ({ id, severity, runbook }));
  expect(ANALYZER_DETECTIONS.map(({ id, severity, runbook }) => ({ id, severity, runbook }))).toEqual(rules);
});
