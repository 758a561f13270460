import { buildCatalogue } from '../../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../../detections/detection';
import { ASKED_OF_ONE, NOT_ABOUT_FLOWS } from '../../../local/story/judged-flow';

test('what is asked of one flow is written for every rule over flows, and for none that is gone', () => {
  const rules = buildCatalogue(DEFAULT_SETTINGS)
    .filter(({ detector }) => detector.kind === 'analyzer')
    .map(({ id }) => id);
  expect([...Object.keys(ASKED_OF_ONE), ...NOT_ABOUT_FLOWS].sort()).toEqual([...rules].sort());
});
