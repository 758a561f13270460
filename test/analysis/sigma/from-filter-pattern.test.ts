import { parse } from 'yaml';
import { parseFilterPattern } from '../../../analysis/filter-pattern';
import { readSigmaDetection } from '../../../analysis/sigma/detection';
import { compileExpression } from '../../../analysis/sigma/evaluate';
import { toSigmaDetection } from '../../../analysis/sigma/from-filter-pattern';
import { buildCatalogue } from '../../../detections/catalogue';
import { readCustomFiles } from '../../../detections/custom/read-files';
import { EXAMPLE_DEPLOY_ROLE } from '../../../detections/examples/example-event';
import { EXAMPLES } from '../../../detections/examples/index';
import { renderSigma } from '../../../local/render/detections/render-sigma';

const CATALOGUE = buildCatalogue({ deployRoles: [EXAMPLE_DEPLOY_ROLE], homeRegions: ['eu-west-1'] });
const FILTERS = CATALOGUE.flatMap(({ id, detector }) =>
  detector.kind === 'filter' ? [{ id, pattern: detector.pattern }] : [],
);
const RECORDS = Object.values(EXAMPLES).flatMap(({ fires, staysSilent }) => [...fires, ...staysSilent]);

test('nearly all patterns can be said in Sigma', () => {
  const said = FILTERS.filter(({ pattern }) => toSigmaDetection(pattern) !== undefined);
  expect(said.length / FILTERS.length).toBeGreaterThan(0.85);
});

test.each(FILTERS)('$id in Sigma says the same of every example of the catalogue', ({ pattern }) => {
  const detection = toSigmaDetection(pattern);
  if (detection === undefined) return;
  const expression = readSigmaDetection(detection, [], (path, message) => {
    throw new Error(`${path.join('.')}: ${message}`);
  });
  if (expression === undefined) throw new Error('nothing was read');
  const sigma = compileExpression(expression);
  const { matchesRecord } = parseFilterPattern(pattern);
  expect(RECORDS.filter(sigma).map(({ eventName, eventID }) => [eventName, eventID])).toEqual(
    RECORDS.filter((record) => matchesRecord(record)).map(({ eventName, eventID }) => [eventName, eventID]),
  );
});

test('the export reads back without a mistake, and names what it leaves out', () => {
  const text = renderSigma(CATALOGUE);
  const { problems, detections } = readCustomFiles([{ name: 'ours.yml', text }], CATALOGUE);
  expect(problems).toEqual([]);
  expect(detections.length).toBeGreaterThan(FILTERS.length * 0.85);
  expect(text).toContain("# not in Sigma's words: ");
  expect(parse(text.split('---\n')[0] ?? '')).toMatchObject({
    logsource: { product: 'aws', service: 'cloudtrail' },
  });
});
