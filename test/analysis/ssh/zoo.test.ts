import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SshActivity } from '../../../analysis/ssh/activity';
import { viewOf } from '../../../analysis/ssh/conversations';
import { DEFAULT_SSH_POLICY } from '../../../analysis/ssh/policy';
import { describeSeries } from '../../../analysis/ssh/series/describe-series';
import { judgeSeries } from '../../../analysis/ssh/series/judge-series';
import { KNOWN_SIZES } from '../../../analysis/ssh/series/known-sizes';
import { isCertain, standingOf } from '../../../analysis/ssh/series/standing';
import { compileFlowLogFormat } from '../../../records/flow-log-format';

const ZOO = path.join(__dirname, '../../../../shared/trials/ssh-zoo');
const isThere = existsSync(ZOO);

interface Source {
  readonly server: string;
  readonly kind: 'attack' | 'benign';
  readonly mix: string;
}

/** Each series of the mix in which all kinds of sources meet, judged without what was measured of its server. */
function verdicts() {
  const { sources } = JSON.parse(readFileSync(path.join(ZOO, 'labels.json'), 'utf8'))['C-together'] as {
    sources: Readonly<Record<string, Source>>;
  };
  const text = gunzipSync(readFileSync(path.join(ZOO, 'C-together.log.gz'))).toString();
  const [header = '', ...lines] = text.trim().split('\n');
  const line = compileFlowLogFormat(header).reader();
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  for (const each of lines) if (line.read(each) === 'record') activity.add(line);
  return [...viewOf(activity, DEFAULT_SSH_POLICY).sshByTarget.values()].flatMap((conversations) => {
    const described = conversations.flatMap(({ pair, connections }) => {
      const series = describeSeries(connections);
      return series === undefined ? [] : [{ source: pair.source, series }];
    });
    const examples = described.map(({ source, series: { base } }) => ({ source, base, isPasser: false }));
    return described.flatMap(({ source, series }) => {
      const label = sources[source];
      // A person with rejected keys is refused like a guesser: what tells them apart is how many guesses there are.
      if (label === undefined || label.mix.startsWith('M6')) return [];
      const known = KNOWN_SIZES.filter(({ server }) => server !== label.server);
      return [
        { isGuesser: label.kind === 'attack', verdict: judgeSeries(source, series, examples, { known }) },
      ];
    });
  });
}

const it = isThere ? test : test.skip;

it('of series that are taken for guesses nine in ten are, on servers that nobody measured', () => {
  const guessing = verdicts().filter(({ verdict }) => standingOf(verdict) === 'guessing');
  const right = guessing.filter(({ isGuesser }) => isGuesser);
  expect(guessing.length).toBeGreaterThan(130);
  expect(right.length / guessing.length).toBeGreaterThanOrEqual(0.9);
});

it('of series that are beyond doubt none is a job, or one in a hundred', () => {
  const certain = verdicts().filter(
    ({ verdict }) => standingOf(verdict) === 'guessing' && isCertain(verdict),
  );
  const jobs = certain.filter(({ isGuesser }) => !isGuesser);
  expect(certain.length).toBeGreaterThan(80);
  expect(jobs.length).toBeLessThanOrEqual(certain.length / 100);
});

it('nineteen of twenty guessers are taken for guesses or for what could be either', () => {
  const guessers = verdicts().filter(({ isGuesser }) => isGuesser);
  const missed = guessers.filter(({ verdict }) => standingOf(verdict) === 'automation');
  expect(missed.length / guessers.length).toBeLessThanOrEqual(0.05);
});
