import pc from 'picocolors';
import { buildCatalogue, detectionById, FAMILIES } from '../../../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../../../detections/detection';
import { placeDetections } from '../../../../detections/placement';
import { renderDetection } from '../../../../local/render/detections/render-detection';
import { renderDetections } from '../../../../local/render/detections/render-detections';
import { queriesFor } from '../../../../queries/catalogue';

const terminal = { colors: pc.createColors(false), width: 120 };
const { placeOf } = placeDetections(buildCatalogue(DEFAULT_SETTINGS));
const families = Object.entries(FAMILIES).map(([family, build]) => ({
  family,
  detections: build(DEFAULT_SETTINGS),
}));

test('every detection is listed under its family', () => {
  const lines = renderDetections(families, placeOf, terminal).split('\n');
  for (const { family, detections } of families) {
    const heading = lines.indexOf(family);
    expect(heading).toBeGreaterThanOrEqual(0);
    const end = lines.indexOf('', heading);
    for (const { id } of detections) {
      expect(lines.slice(heading, end).some((line) => line.includes(` ${id} `))).toBe(true);
    }
  }
});

test('the columns of all families stand under each other, within the width', () => {
  const lines = renderDetections(families, placeOf, terminal).split('\n');
  const heads = lines.filter((line) => line.startsWith('severity'));
  expect(heads).toHaveLength(families.length);
  expect(new Set(heads).size).toBe(1);
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});

test('a detection is shown with the very pattern that is deployed, in one line', () => {
  const detection = detectionById('ecs-exec-session-opened', buildCatalogue());
  const pattern = detection.detector.kind === 'filter' ? detection.detector.pattern : '';
  const lines = renderDetection(detection, [], 'metric-filter', terminal).split('\n');
  expect(pattern).not.toBe('');
  expect(lines).toContain(`  ${pattern}`);
});

test('a runbook has its steps numbered', () => {
  const detection = detectionById('ecs-exec-session-opened', buildCatalogue());
  const text = renderDetection(detection, [], 'metric-filter', terminal);
  for (const [index] of detection.runbook.diagnosis.entries()) expect(text).toContain(`\n  ${index + 1}. `);
});

test('the saved questions stand there as they are typed', () => {
  const detection = detectionById('ecs-exec-session-opened', buildCatalogue());
  const lines = renderDetection(detection, queriesFor(detection.id), 'metric-filter', terminal).split('\n');
  expect(lines).toContain('  npx harborwatch query ecs-exec-sessions --on local <folder>');
});
