import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue } from '../../../detections/catalogue';
import { collectPrecision } from '../../../docs/evidence/collect-precision';
import type { QuietFacts } from '../../../docs/evidence/facts';
import { renderPrecision } from '../../../docs/evidence/render-precision';
import { speaksTooOften, timesAWeek, WHY_OFTEN } from '../../../docs/evidence/speaks-often';

const TRAILS = path.join(__dirname, '../../../../shared/data/cloudtrail');
const RECORDED = ['logicmonitor-lm-logs-aws', 'grycap-cloudtrail-tracker']
  .filter((name) => existsSync(path.join(TRAILS, name)))
  .map((name) => ({
    name,
    files: readdirSync(path.join(TRAILS, name))
      .filter((file) => file !== 'labels.json')
      .map((file) => path.join(TRAILS, name, file)),
  }));

const set = (spoke: Record<string, number>, days = 30): QuietFacts => ({
  name: 'a month',
  kind: 'month',
  days,
  spoke,
});

// The recorded accounts stay outside of the repository; without them the simulated months and twins are judged.
test('nothing above low speaks more than once a week where nothing happens, or has a reason', async () => {
  const facts = await collectPrecision(RECORDED);
  expect(facts.filter(({ kind }) => kind === 'month').every(({ days }) => days > 28)).toBe(true);
  expect(speaksTooOften(facts)).toEqual([]);
  const ids = new Set(Object.keys(WHY_OFTEN));
  const needed = speaksTooOften(facts, {}).map((line) => line.split(' ')[0] ?? '');
  expect([...ids].filter((id) => RECORDED.length > 0 && !needed.includes(id))).toEqual([]);
});

test('five times in a month are more than once a week, four are not, and low may', () => {
  expect(speaksTooOften([set({ 'a-b high': 5 })], {})).toEqual(['a-b high, a month: 1.2 a week']);
  expect(speaksTooOften([set({ 'a-b high': 4, 'c-d low': 90 })], {})).toEqual([]);
  expect(speaksTooOften([set({ 'a-b high': 5 })], { 'a-b': 'why' })).toEqual([]);
});

test('a set of an hour is taken for a week', () => {
  expect(timesAWeek(1, 0.1)).toBe(1);
  expect(timesAWeek(3, 14)).toBe(1.5);
});

test('the section names what speaks, and counts what is silent', () => {
  const catalogue = buildCatalogue();
  const [first] = catalogue;
  const text = renderPrecision([set({ [`${first?.id} low`]: 6 })], catalogue).join('\n');
  expect(text).toContain(`Of ${catalogue.length} detections ${catalogue.length - 1} say nothing`);
  expect(text).toContain(`| ${first?.id} | low (else ${first?.severity}) | 1.4 |`);
});
