import type { Random } from '../../../../simulate/random';
import { times } from '../flows';
import type { Message, Speakers } from './messages';

/** One connection of a course: when it begins, how long it takes, what is said. */
export interface Turn {
  readonly at: number;
  readonly seconds: number;
  readonly messages: readonly Message[];
}
/** What one source does with one server, seconds from the begin of the mix. */
export type Course = (speakers: Speakers, random: Random) => readonly Turn[];

const HOUR = 3_600;

const guess = (speakers: Speakers, at: number, passwords = 1): Turn => ({
  at,
  seconds: times(passwords, () => speakers.refusalSeconds()).reduce((sum, each) => sum + each, 0.2),
  messages: [
    ...speakers.opening(),
    ...times(passwords, () => speakers.password()).flat(),
    ...speakers.closing,
  ],
});
const login = (
  speakers: Speakers,
  at: number,
  seconds: number,
  work: readonly Message[],
  keys = 0,
): Turn => ({
  at,
  seconds,
  messages: [
    ...speakers.opening(),
    ...times(keys, () => speakers.strangeKey()).flat(),
    ...speakers.accepted(),
    ...work,
    ...speakers.closing,
  ],
});
const grab = (speakers: Speakers, at: number): Turn => ({
  at,
  seconds: 0,
  messages: speakers.opening().slice(0, 2),
});

/** `count` times at equal intervals, each late by what a timer is late. */
const every = (random: Random, seconds: number, count: number, jitter = 2) =>
  times(count, (index) => index * seconds + random.float(0, jitter));

/** Says more and less, or always the same. */
const outputs = (random: Random) => {
  const usual = random.int(0, 900);
  const varies = random.chance(0.6);
  return () => (varies ? Math.round(usual * random.float(0.3, 3)) : usual);
};

/** One password, or two, a connection, back to back or with pauses. */
const guesses: Course = (speakers, random) => {
  const gap = random.pick([2, 5, 10, 30, 60]);
  const passwords = random.pick([1, 1, 1, 2, 3]);
  return times(random.int(40, 70), (index) =>
    guess(speakers, index * gap + random.float(0, gap / 3), passwords),
  );
};
/** Until the server cuts it off, wherever that is. */
const wordList: Course = (speakers, random) => {
  const most = random.int(4, 12);
  return times(random.int(8, 16), (index) =>
    guess(speakers, index * most * 3, random.chance(0.2) ? random.int(1, most) : most),
  );
};
const strangeKeys: Course = (speakers, random) =>
  times(45, (index) => ({
    at: index * 7,
    seconds: random.float(0.1, 0.5),
    messages: [...speakers.opening(), ...speakers.strangeKey(), ...speakers.closing],
  }));
/** Guesses, and then somebody is in. */
const gotIn =
  (
    begin: Course,
    work: (speakers: Speakers, random: Random) => { seconds: number; work: Message[] },
  ): Course =>
  (speakers, random) => {
    const before = begin(speakers, random);
    const last = before.at(-1) as Turn;
    const session = work(speakers, random);
    return [
      ...before,
      login(speakers, last.at + last.seconds + random.float(1, 40), session.seconds, session.work),
    ];
  };

/** Guessers that never get in. */
export const GUESSERS: Readonly<Record<string, Course>> = { guesses, wordList, strangeKeys };

/** Guessers that do. */
export const INTRUDERS: Readonly<Record<string, Course>> = {
  runsCommand: gotIn(guesses, (speakers, random) => ({
    seconds: 1,
    work: speakers.command(random.int(20, 400)),
  })),
  typesShortly: gotIn(guesses, (speakers, random) => ({
    seconds: random.float(6, 40),
    work: [...speakers.command(300), ...speakers.typing(random.int(15, 60))],
  })),
  staysLong: gotIn(wordList, (speakers, random) => ({
    seconds: random.float(140, 900),
    work: [...speakers.command(300), ...speakers.typing(random.int(100, 600))],
  })),
  copiesFile: gotIn(guesses, (speakers, random) => ({
    seconds: random.float(1, 8),
    work: [...speakers.command(20), ...speakers.transfer(random.int(4_000, 4_000_000), true)],
  })),
  keepsTunnel: gotIn(wordList, (speakers, random) => ({
    seconds: random.float(240, 1_200),
    work: [...speakers.command(0), ...speakers.keepalives(random.int(5, 40))],
  })),
};

/** What machines and people do who may. */
export const JOBS: Readonly<Record<string, Course>> = {
  /** One command each minute, or five. */
  cron: (speakers, random) => {
    const output = outputs(random);
    const seconds = random.pick([30, 60, 300]);
    return every(random, seconds, Math.round((random.int(2, 6) * HOUR) / seconds / (300 / seconds))).map(
      (at) => login(speakers, at, random.float(0.3, 2), speakers.command(output())),
    );
  },
  /** A play of many tasks, each a login; none keeps its connection. */
  deploysInBurst: (speakers, random) =>
    [0, 2 * HOUR].flatMap((begin) =>
      times(random.int(25, 45), (index) =>
        login(
          speakers,
          begin + index * random.float(1, 3),
          random.float(0.4, 2),
          speakers.command(random.int(50, 1_500)),
        ),
      ),
    ),
  /** Pipelining and ControlPersist: one connection a play, which idles a minute more. */
  keepsConnection: (speakers, random) =>
    every(random, 1_800, 12, 60).map((at) =>
      login(speakers, at, random.float(70, 200), [
        ...times(random.int(10, 40), () => speakers.command(random.int(50, 3_000))).flat(),
      ]),
    ),
  copiesEveryFiveMinutes: (speakers, random) =>
    every(random, 300, 40).map((at) =>
      login(speakers, at, random.float(0.5, 4), [
        ...speakers.command(0),
        ...speakers.transfer(random.int(300, 1_500), true),
        ...speakers.transfer(random.chance(0.1) ? random.int(10_000, 900_000) : random.int(200, 900), false),
      ]),
    ),
  fetchesOverGit: (speakers, random) =>
    times(60, () => random.float(0, 2 * HOUR))
      .sort((one, other) => one - other)
      .map((at) =>
        login(
          speakers,
          at,
          random.float(0.5, 2),
          speakers.command(random.chance(0.8) ? 460 : random.int(900, 40_000)),
        ),
      ),
  batchOfSftp: (speakers, random) =>
    every(random, 900, 16).map((at) =>
      login(speakers, at, random.float(2, 30), [
        ...speakers.command(40),
        ...times(12, () => [...speakers.transfer(60, true), ...speakers.transfer(120, false)]).flat(),
        ...speakers.transfer(random.int(20_000, 600_000), random.chance(0.5)),
      ]),
    ),
  jumpsThrough: (speakers, random) =>
    times(40, () => random.float(0, HOUR))
      .sort((one, other) => one - other)
      .map((at) =>
        login(speakers, at, random.float(2, 300), [
          ...speakers.transfer(random.int(3_000, 9_000), true),
          ...speakers.transfer(random.int(3_000, 30_000), false),
        ]),
      ),
  tunnelReconnects: (speakers, random) =>
    every(random, random.pick([60, 120]), 60).map((at) =>
      login(speakers, at, random.float(20, 58), [
        ...speakers.command(0),
        ...speakers.keepalives(random.int(0, 3)),
      ]),
    ),
  /** A library that offers every key that it has. */
  severalKeys: (speakers, random) => {
    const output = outputs(random);
    const keys = random.int(2, 3);
    return every(random, 120, 50).map((at) =>
      login(speakers, at, random.float(0.5, 2), speakers.command(output()), keys),
    );
  },
  asksForBanner: (speakers, random) =>
    every(random, random.pick([30, 60]), 120).map((at) => grab(speakers, at)),
  /** A connection for each kind of key. */
  scansKeys: (speakers, random) =>
    every(random, 300, 24).flatMap((at) =>
      speakers.scan().map((messages, index) => ({ at: at + index * 0.1, seconds: 0.2, messages })),
    ),
  mistypes: (speakers, random) =>
    times(6, (index) => {
      const at = index * 1_500;
      return [
        guess(speakers, at, random.int(1, 2)),
        login(speakers, at + 20, random.float(60, 900), [
          ...speakers.command(300),
          ...speakers.typing(random.int(40, 400)),
        ]),
      ];
    }).flat(),
  /** Short jobs, in between a person from the same address, and then jobs again. */
  jobsThenPerson: (speakers, random) => {
    const jobs = every(random, 60, 60).map((at) =>
      login(speakers, at, 0.5, speakers.command(random.int(40, 90))),
    );
    const person = login(speakers, 46 * 60, random.float(200, 900), [
      ...speakers.command(300),
      ...speakers.typing(300),
    ]);
    return [...jobs.slice(0, 45), person, ...(random.chance(0.5) ? jobs.slice(45) : [])];
  },
};
