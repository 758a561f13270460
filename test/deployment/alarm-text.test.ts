import { alarmText, MOST_DESCRIPTION } from '../../deployment/alarm-text';
import { buildCatalogue, detectionById } from '../../detections/catalogue';

const detection = detectionById('trail-stopped');

test('severity and title come first, the steps last', () => {
  const text = alarmText(detection, 'https://example.com/runbook');
  expect(text.startsWith(`[critical] ${detection.title}. ${detection.runbook.meaning}`)).toBe(true);
  expect(text.endsWith(' Runbook: https://example.com/runbook#trail-stopped')).toBe(true);
});

test('without a runbook on the web the command says the steps', () => {
  expect(alarmText(detection, undefined)).toMatch(/ Runbook: npx harborwatch detections trail-stopped$/);
});

test('a long meaning is cut, and the way to the steps is not', () => {
  const runbook = { ...detection.runbook, meaning: 'long '.repeat(400) };
  const text = alarmText({ ...detection, runbook }, 'https://example.com/runbook');
  expect(text).toHaveLength(MOST_DESCRIPTION);
  expect(text).toMatch(/long \.\.\. Runbook: |lo\.\.\. Runbook: |\.\.\. Runbook: /);
  expect(text.endsWith('#trail-stopped')).toBe(true);
});

test('nothing of the catalogue has to be cut', () => {
  for (const each of buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] })) {
    expect([each.id, alarmText(each, 'https://example.com/docs/runbook.md').includes('...')]).toEqual([
      each.id,
      false,
    ]);
  }
});
