import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { falseAlarms, isEverySourceNamed, wrongLogins } from '../../../docs/evidence/classify';
import { collectEvidence } from '../../../docs/evidence/collect-evidence';
import type { EvidenceFacts } from '../../../docs/evidence/facts';
import { NOT_EXPECTED, OUT_OF_SCOPE } from '../../../docs/evidence/out-of-scope';
import { renderEvidence } from '../../../docs/evidence/render-evidence';

const ROOT = path.join(__dirname, '../../..');
const DATA = path.join(ROOT, '../shared/data');
const describeWithData = existsSync(DATA) ? describe : describe.skip;

describeWithData('on labelled data (skipped where ../shared/data is absent)', () => {
  let facts: EvidenceFacts;
  beforeAll(async () => {
    facts = await collectEvidence(DATA);
  });

  const verdicts = () =>
    facts.captures.flatMap((capture) => [
      { capture, verdict: capture.v2 },
      { capture, verdict: capture.v5 },
    ]);
  const names = (found: ReturnType<typeof verdicts>) => found.map(({ capture }) => capture.name);

  test('every labelled attacker is called what it is, in both formats', () => {
    const missed = verdicts().filter(({ capture, verdict }) => !isEverySourceNamed(capture, verdict));
    expect(names(missed).filter((name) => !(name in NOT_EXPECTED))).toEqual([]);
  });

  test('no login is claimed where nobody got in', () => {
    expect(names(verdicts().filter(({ verdict }) => wrongLogins(verdict).length > 0))).toEqual([]);
  });

  test('nobody harmless is called anything above low', () => {
    expect(
      names(verdicts().filter(({ capture, verdict }) => falseAlarms(capture, verdict).length > 0)),
    ).toEqual([]);
  });

  test('every attack technique in scope that went through raises an alarm', () => {
    const missed = facts.techniques.filter(
      ({ technique, isOnlyDenied, verdict }) =>
        verdict.alarms.length === 0 && !isOnlyDenied && !(technique in OUT_OF_SCOPE),
    );
    expect(missed.map(({ technique }) => technique)).toEqual([]);
  });

  test('harmless accounts give at most one alert per hundred records', () => {
    for (const { verdict } of facts.benign)
      expect(verdict.alarms.length).toBeLessThanOrEqual(verdict.records / 100);
  });

  test('docs/evidence.md is what `npm run evidence` writes', () => {
    expect(readFileSync(path.join(ROOT, 'docs/evidence.md'), 'utf8')).toBe(renderEvidence(facts));
  });
});
