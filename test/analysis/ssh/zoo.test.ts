import { writeFileSync } from 'node:fs';
import type { Verdict } from '../../../analysis/ssh/series/judge-series';
import { isCertain, standingOf } from '../../../analysis/ssh/series/standing';
import {
  BINS,
  CLAIMS,
  LEFT_OUT,
  type LeftOut,
  MIX_GROUPS,
  type MixBin,
} from '../../../docs/rendering/render-ssh-sizes';
import shown from '../../../docs/ssh-mixes-judged.json';
import { isZooThere, judgeWithout, mixes, type Trial, trialsOf } from './zoo-mixes';

const it = isZooThere ? test : test.skip;

let kept: readonly Trial[] | undefined;
/** The series of all mixes in which each kind is by itself, or of the one in which all kinds meet. */
function trials(group: MixBin['group']): readonly Trial[] {
  kept ??= Object.entries(mixes()).flatMap(([name, mix]) => trialsOf(name, mix));
  return kept.filter(({ name }) => (name === 'C-together') === (group === 'together'));
}

const judgedBefore = new Map<string, readonly Judged[]>();
interface Judged {
  readonly isGuesser: boolean;
  readonly verdict: Verdict;
}

function verdicts(group: MixBin['group'], left: LeftOut): readonly Judged[] {
  const key = `${group} ${left}`;
  const known = judgedBefore.get(key);
  if (known !== undefined) return known;
  const fresh = trials(group).map((trial) => ({
    isGuesser: trial.isGuesser,
    verdict: judgeWithout(left, trial),
  }));
  judgedBefore.set(key, fresh);
  return fresh;
}

/** How many verdicts of each kind and confidence there are, and how many are right. */
function curve(): MixBin[] {
  return MIX_GROUPS.flatMap((group) =>
    LEFT_OUT.flatMap((left) => {
      const judged = verdicts(group, left);
      return CLAIMS.flatMap((claim) =>
        BINS.map((from, index) => {
          const within = judged.filter(({ verdict: { refusalProbability } }) => {
            const sure = claim === 'refused' ? refusalProbability : 1 - refusalProbability;
            return sure >= from && sure < (BINS[index + 1] ?? 1.1) && sure > 0.5;
          });
          const right = within.filter(({ isGuesser }) => isGuesser === (claim === 'refused'));
          return { group, left, claim, from, judged: within.length, right: right.length };
        }),
      );
    }),
  );
}

it('the page shows what comes out of the mixes with each server and each client left out in turn', () => {
  const bins = curve();
  const file = process.env['SSH_MIXES'];
  if (file !== undefined) {
    writeFileSync(file, `[\n${bins.map((bin) => `  ${JSON.stringify(bin)}`).join(',\n')}\n]\n`);
  } else expect(shown).toEqual(bins);
});

describe.each(MIX_GROUPS.flatMap((group) => LEFT_OUT.map((left) => ({ group, left }))))(
  'in the mixes $group, with each $left left out in turn',
  ({ group, left }) => {
    it('of series that are taken for refused with 0.9 and more nine in ten are', () => {
      const sure = verdicts(group, left).filter(({ verdict }) => verdict.refusalProbability >= 0.9);
      expect(sure.length).toBeGreaterThan(100);
      expect(sure.filter(({ isGuesser }) => isGuesser).length / sure.length).toBeGreaterThanOrEqual(0.9);
    });

    it('of all verdicts that claim 0.9 and more nine in ten are right', () => {
      const sure = verdicts(group, left).filter(
        ({ verdict }) => Math.abs(verdict.refusalProbability - 0.5) >= 0.4,
      );
      const right = sure.filter(({ isGuesser, verdict }) => isGuesser === verdict.refusalProbability > 0.5);
      expect(right.length / sure.length).toBeGreaterThanOrEqual(0.9);
    });
  },
);

it('of series that are taken for guesses nine in ten are, on servers that nobody measured', () => {
  const guessing = verdicts('together', 'server').filter(({ verdict }) => standingOf(verdict) === 'guessing');
  const right = guessing.filter(({ isGuesser }) => isGuesser);
  expect(guessing.length).toBeGreaterThan(130);
  expect(right.length / guessing.length).toBeGreaterThanOrEqual(0.9);
});

it('of series that are beyond doubt none is a job, or one in a hundred', () => {
  const certain = verdicts('together', 'server').filter(
    ({ verdict }) => standingOf(verdict) === 'guessing' && isCertain(verdict),
  );
  const jobs = certain.filter(({ isGuesser }) => !isGuesser);
  expect(certain.length).toBeGreaterThan(80);
  expect(jobs.length).toBeLessThanOrEqual(certain.length / 100);
});

it('nineteen of twenty guessers are taken for guesses or for what could be either', () => {
  const guessers = verdicts('together', 'server').filter(({ isGuesser }) => isGuesser);
  const missed = guessers.filter(({ verdict }) => standingOf(verdict) === 'automation');
  expect(missed.length / guessers.length).toBeLessThanOrEqual(0.05);
});
