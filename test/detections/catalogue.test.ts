import { readdirSync } from 'node:fs';
import path from 'node:path';
import { filterQuotaProblems, parseFilterPattern } from '../../analysis/filter-pattern';
import { buildCatalogue, detectionById, FAMILIES } from '../../detections/catalogue';
import { UnknownDetectionError } from '../../detections/catalogue-errors';
import type { CatalogueSettings } from '../../detections/detection';
import { EXAMPLE_DEPLOY_ROLE } from '../../detections/examples/example-event';
import { placeDetections } from '../../detections/placement';

const FAMILY_FOLDER = path.join(__dirname, '../../detections/families');

/** What families are written with; everything else in the folder is a family. */
const SETTINGS: CatalogueSettings = {
  deployRoles: [EXAMPLE_DEPLOY_ROLE],
  homeRegions: ['eu-west-1', 'eu-central-1'],
};

function deployRoles(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `arn:aws:iam::111122223333:role/deploy-pipeline-${n}`);
}

function filtersOf(settings?: CatalogueSettings) {
  return buildCatalogue(settings).flatMap(({ id, set, detector }) =>
    detector.kind === 'filter' ? [{ id, set, pattern: detector.pattern }] : [],
  );
}

describe('the catalogue', () => {
  test('every file of the folder is a family of the catalogue, and the other way round', () => {
    const stems = readdirSync(FAMILY_FOLDER)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.basename(file, '.ts'))
      .sort();
    expect(Object.keys(FAMILIES).sort()).toEqual(stems);
  });

  test('every family has detections', () => {
    for (const [stem, family] of Object.entries(FAMILIES)) {
      expect([stem, family(SETTINGS).length]).not.toEqual([stem, 0]);
    }
  });

  test('ids are unique, in kebab case, and say the subject and what happened', () => {
    const ids = buildCatalogue(SETTINGS).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(id.length).toBeLessThanOrEqual(60);
    }
  });

  test('it holds the 14 CIS controls and at least 60 tuned filters', () => {
    const filters = filtersOf();
    expect(filters.filter(({ set }) => set === 'cis')).toHaveLength(14);
    expect(filters.filter(({ set }) => set === 'tuned').length).toBeGreaterThanOrEqual(60);
  });

  test.each([
    ['without settings', undefined],
    ['with a deploy role and two home regions', SETTINGS],
    ['with two deploy roles', { ...SETTINGS, deployRoles: deployRoles(2) }],
  ])('it fits on one log group %s', (_, settings) => {
    const metricFilters = filtersOf(settings);
    expect(filterQuotaProblems({ metricFilters })).toEqual([]);
    const withRegex = metricFilters.filter(({ pattern }) => /%[^"]+%/.test(pattern));
    expect(withRegex.length).toBeLessThanOrEqual(3);
  });

  test('every pattern is one that CloudWatch Logs takes', () => {
    for (const { id, pattern } of [...filtersOf(), ...filtersOf(SETTINGS)]) {
      expect([id, parseFilterPattern(pattern).text]).toEqual([id, pattern]);
    }
  });

  test('a filter that judges success does so by the absent errorCode', () => {
    const withError = filtersOf().filter(({ pattern }) => pattern.includes('$.errorCode'));
    for (const { id, pattern } of withError) {
      expect([id, pattern]).not.toEqual([id, expect.stringMatching(/errorCode (IS NULL|!= "?\*)/)]);
    }
  });

  test('whoever is excluded is so by name and with an arm for callers without that field', () => {
    for (const { id, set, pattern } of filtersOf(SETTINGS)) {
      const excluded = pattern.match(/\$\.userIdentity\.\S+(?= != )/g) ?? [];
      for (const field of set === 'tuned' ? excluded : []) {
        expect([id, pattern.includes(`(${field} NOT EXISTS)`)]).toEqual([id, true]);
      }
    }
  });

  test('a composite is made of filters of the catalogue', () => {
    const catalogue = buildCatalogue();
    const alarmed = catalogue.filter(({ detector }) => detector.kind === 'filter').map(({ id }) => id);
    const composites = catalogue.flatMap(({ detector }) =>
      detector.kind === 'composite' ? [detector.of] : [],
    );
    expect(composites.length).toBeGreaterThan(0);
    for (const children of composites) {
      expect(children.length).toBeGreaterThan(1);
      expect(alarmed).toEqual(expect.arrayContaining([...children]));
    }
  });

  test('filters and silence have alarm settings that can be met; what analyzers find and composites have none', () => {
    for (const { id, detector, alarm } of buildCatalogue(SETTINGS)) {
      if (!['filter', 'container-filter', 'silence'].includes(detector.kind)) {
        expect([id, alarm]).toEqual([id, undefined]);
        continue;
      }
      expect([id, alarm]).not.toEqual([id, undefined]);
      expect(alarm?.threshold).toBeGreaterThanOrEqual(1);
      expect(alarm?.datapointsToAlarm).toBeLessThanOrEqual(alarm?.evaluationPeriods ?? 0);
      // CloudWatch keeps an alarm's whole look-back within a day.
      expect((alarm?.periodMinutes ?? 0) * (alarm?.evaluationPeriods ?? 0)).toBeLessThanOrEqual(1440);
      const isSilence = detector.kind === 'silence';
      expect([id, alarm?.treatMissingData]).toEqual([id, isSilence ? 'breaching' : 'notBreaching']);
      expect([id, alarm?.comparison ?? 'at-least']).toEqual([id, isSilence ? 'below' : 'at-least']);
    }
  });

  test('CIS alarms are low, for compliance', () => {
    const severities = buildCatalogue()
      .filter(({ set }) => set === 'cis')
      .map(({ severity }) => severity);
    expect(new Set(severities)).toEqual(new Set(['low']));
  });
});

describe('settings', () => {
  test('no region is unusual until the home regions are known', () => {
    const ids = (settings?: CatalogueSettings) => buildCatalogue(settings).map(({ id }) => id);
    expect(ids()).not.toContain('ecs-activity-in-unusual-region');
    expect(ids(SETTINGS)).toEqual(
      expect.arrayContaining(['ecs-activity-in-unusual-region', 'activity-in-unusual-region']),
    );
  });

  test('a pattern that outgrows CloudWatch Logs with many deploy roles runs in the trail analyzer', () => {
    const settings = { ...SETTINGS, deployRoles: deployRoles(9) };
    const tooLong = filtersOf(settings).filter(({ pattern }) => pattern.length > 1024);
    expect(tooLong.length).toBeGreaterThan(0);
    const { placeOf, alarmed, trailRules } = placeDetections(buildCatalogue(settings));
    for (const { id } of tooLong) {
      expect(placeOf.get(id)).toBe('trail-analyzer');
      expect(trailRules.some((rule) => rule.id === id && rule.rule.kind === 'pattern')).toBe(true);
    }
    const metricFilters = alarmed.flatMap(({ id, detector }) =>
      detector.kind === 'filter' ? [{ id, pattern: detector.pattern }] : [],
    );
    expect(filterQuotaProblems({ metricFilters })).toEqual([]);
  });
});

describe('looking a detection up', () => {
  test('by its id', () => {
    expect(detectionById('ecs-exec-session-opened').severity).toBe('high');
  });

  test('a misspelt id is answered with the nearest ones', () => {
    expect(() => detectionById('ecs-exec-sesion-opened')).toThrow(UnknownDetectionError);
    expect(() => detectionById('ecs-exec-sesion-opened')).toThrow(
      'no detection named "ecs-exec-sesion-opened"; did you mean ecs-exec-session-opened',
    );
  });

  test('an id like no other is answered without a guess', () => {
    expect(() => detectionById('quux')).toThrow(
      'no detection named "quux"; `npx harborwatch detections` lists all ids',
    );
  });
});
