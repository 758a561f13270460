import type { Finding } from '../../../../analysis/finding';
import { drawMix, findingsIn, type Kind, type Player, saidAboveLow } from './mix';

/**
 * Mixes that no rule was made with: servers, clients, paths and courses are drawn from a seed and built of the protocol's own
 * messages. A share may fall with a rule that suits the measured mixes and nothing else. `FRESH_SEED` draws other ones.
 */
const SEED = Number(process.env['FRESH_SEED'] ?? 1);

const LOGS = [
  { name: 'a minute a window, with flags', window: 60, hasFlags: true },
  { name: 'ten minutes a window, with flags', window: 600, hasFlags: true },
  { name: 'a minute a window, the default format', window: 60, hasFlags: false },
];

interface Said extends Player {
  readonly said: readonly Finding[];
}

const players = [false, true].flatMap((isTogether) =>
  LOGS.flatMap((log, index) => {
    const mix = drawMix({ seed: SEED * 100 + index * 10 + Number(isTogether), log, isTogether, ofEach: 5 });
    const findings = findingsIn(mix);
    return mix.players.map((player): Said & { isTogether: boolean } => ({
      ...player,
      isTogether,
      said: saidAboveLow(findings, player),
    }));
  }),
);

const of = (kinds: readonly Kind[], isOutside: boolean) =>
  players.filter((player) => kinds.includes(player.kind) && player.isOutside === isOutside);
const share = (some: readonly Said[], holds: (player: Said) => boolean) =>
  some.filter(holds).length / some.length;
const isNamed = ({ said }: Said) => said.some(({ detection }) => detection !== 'ssh-probe-burst');
const isCalledIn = ({ said }: Said) => said.some(({ detection }) => detection === 'ssh-probable-login');

test('from the internet five in six guessers are named, and three in five of those who got in are seen', () => {
  expect(share(of(['guesser', 'intruder'], true), isNamed)).toBeGreaterThanOrEqual(0.83);
  expect(share(of(['intruder'], true), isCalledIn)).toBeGreaterThanOrEqual(0.6);
});

test('from inside, where sizes of clients that nobody measured have to speak by themselves, half are', () => {
  expect(share(of(['guesser', 'intruder'], false), isNamed)).toBeGreaterThanOrEqual(0.5);
});

test('of what machines and people do who may one in forty is above low from inside, one in sixteen from the internet', () => {
  expect(share(of(['job'], false), ({ said }) => said.length > 0)).toBeLessThanOrEqual(0.025);
  expect(share(of(['job'], true), ({ said }) => said.length > 0)).toBeLessThanOrEqual(0.0625);
});

test('none of it is critical', () => {
  const critical = players.filter(
    ({ kind, said }) => kind === 'job' && said.some(({ severity }) => severity === 'critical'),
  );
  expect(critical).toEqual([]);
});

test('a login is told of one in fifty guessers at most who never got in', () => {
  const guessers = [...of(['guesser'], true), ...of(['guesser'], false)];
  expect(share(guessers, isCalledIn)).toBeLessThanOrEqual(0.02);
});

test('of findings above low that claim nine in ten, nine in ten are of guessers', () => {
  const sure = players.flatMap(({ kind, said }) =>
    said
      .filter(({ detection, confidence }) => detection !== 'ssh-probe-burst' && confidence >= 0.9)
      .map(() => kind !== 'job'),
  );
  expect(sure.length).toBeGreaterThan(100);
  expect(sure.filter(Boolean).length / sure.length).toBeGreaterThanOrEqual(0.9);
});
