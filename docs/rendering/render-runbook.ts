import { FAMILIES } from '../../detections/catalogue';
import { runbookSections } from '../../local/render/detections/runbook-sections';

/** The settings that patterns are shown with: with a home region, so that every detection is there. */
const SETTINGS = { deployRoles: [], homeRegions: ['eu-west-1'] };

/** What to do about each detection; messages and alarms link its headings. */
export function renderRunbook(): string {
  const families = Object.entries(FAMILIES).map(([family, build]) => ({
    family,
    detections: build(SETTINGS),
  }));
  return [
    '# Runbook',
    '',
    'One heading for each detection, by family: what it means, how to find out, how to stop it. Messages, alarms and dashboards link here. Patterns are shown without deploy roles; `npx harborwatch detections <id>` shows yours.',
    '',
    '`npm run docs` writes this page from the catalogue; a test compares its bytes.',
    '',
    ...runbookSections(families),
    '',
  ].join('\n');
}
