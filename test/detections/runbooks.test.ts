import { SEVERITIES } from '../../analysis/finding';
import { buildCatalogue } from '../../detections/catalogue';

const CATALOGUE = buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] });

/** A span of time or a moment: where in the logs to look. */
const WINDOW =
  /\b(seconds?|minutes?|hours?|days?|weeks?|months?|eventTime|firstSeen|lastSeen|now|since)\b|^(Now|While|Before|After)\b/i;
/** A field of a record, a call, a port, a metric or a command: what to look at there. */
const SUBJECT =
  /`[^`]+`|\baws [a-z0-9-]+ [a-z-]+|\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w*|\b(srcaddr|dstaddr|srcport|dstport|action|bytes|packets|flow logs?|interfaces?|sshd|ports?|\d{2,5})\b/;

describe('what people are told', () => {
  test.each(CATALOGUE.map((detection) => [detection.id, detection] as const))('%s', (_, detection) => {
    expect(detection.title).toMatch(/^[\x20-\x7e]{10,100}$/);
    expect(SEVERITIES).toContain(detection.severity);
    expect(detection.attack.length).toBeGreaterThan(0);
    for (const technique of detection.attack) {
      expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/);
    }
    expect(new Set(detection.attack).size).toBe(detection.attack.length);
    const { meaning, impact, diagnosis, response } = detection.runbook;
    expect(meaning.length).toBeGreaterThanOrEqual(50);
    expect(impact.length).toBeGreaterThanOrEqual(30);
    expect(diagnosis.length).toBeGreaterThanOrEqual(2);
    expect(diagnosis.length).toBeLessThanOrEqual(6);
    expect(response.length).toBeGreaterThanOrEqual(1);
    expect(response.length).toBeLessThanOrEqual(6);
    // Each step says what to look at or when; together they say both.
    for (const step of diagnosis) {
      expect(step.length).toBeGreaterThanOrEqual(40);
      expect(WINDOW.test(step) || SUBJECT.test(step) ? [] : [step]).toEqual([]);
    }
    expect(diagnosis.join(' ')).toMatch(WINDOW);
    expect(diagnosis.join(' ')).toMatch(SUBJECT);
  });

  test('titles, meanings and steps of diagnosis are each written for one detection', () => {
    const told = CATALOGUE.flatMap(({ title, runbook }) => [title, runbook.meaning, ...runbook.diagnosis]);
    const twice = told.filter((text, index) => told.indexOf(text) !== index);
    expect(twice).toEqual([]);
  });
});
