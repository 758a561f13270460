import { DEFAULT_SSH_POLICY, type SshPolicy } from '../../../analysis/ssh/policy';
import { LocalEngine } from '../../../local/query/local-engine';
import { createLogFolder } from './query-folder';
import {
  activityOf,
  answerTo,
  burstsIn,
  byPart,
  type Claim,
  claimedBy,
  claimsOf,
  judgedByRules,
  type Named,
  QUESTIONS,
  type Question,
} from './ssh-claims';
import { ABSENT, IS_WHOLE, type WorldPart, worldOf } from './ssh-worlds';

/**
 * The saved questions on SSH give the verdict of the rules: of whatever they are asked, the same are named, and no one
 * else. Of all flows that there are (`SSH_WORLDS=all`) each commit is judged by a part; `.ci/nightly ssh-questions` takes all.
 */

interface Said {
  readonly byRules: Named;
  readonly bySql: Named;
  /** How many of the questions' claims and of the rules' are on a burst beside a timer, and not compared. */
  readonly leftOut: number;
}

async function ask(parts: readonly WorldPart[], policy: SshPolicy): Promise<ReadonlyMap<Question, Said>> {
  const folder = createLogFolder();
  for (const [index, { text }] of parts.entries()) folder.write(`part-${index}.log`, text);
  const engine = await LocalEngine.open(folder.root, { memoryMegabytes: 1024, threads: 1 });
  try {
    await engine.load();
    const activity = activityOf(parts, policy);
    const findings = judgedByRules(activity, policy);
    const bursts = burstsIn(activity, policy);
    const answers = new Map<string, Awaited<ReturnType<typeof answerTo>>>();
    const isCompared = ({ source, target }: Claim) => !bursts.has(`${source} ${target}`);
    const said = new Map<Question, Said>();
    for (const question of QUESTIONS) {
      const byRules = claimsOf(findings, question);
      const answer = answers.get(question.id) ?? (await answerTo(engine, question.id, policy));
      answers.set(question.id, answer);
      const bySql = claimedBy(answer, question);
      said.set(question, {
        byRules: byPart(byRules.filter(isCompared)),
        bySql: byPart(bySql.filter(isCompared)),
        leftOut: [...byRules, ...bySql].filter((claim) => !isCompared(claim)).length,
      });
    }
    return said;
  } finally {
    await engine.close();
    folder.remove();
  }
}

/** Of all mixes two series are such bursts; docs/decisions.md says what they are. */
const MOST_LEFT_OUT = 0.01;

const namesOf = (named: Named | undefined, part: string) => [...(named?.get(part) ?? [])].toSorted();
const allOf = (named: Named | undefined) =>
  [...(named?.values() ?? [])].flatMap((names) => [...names]).toSorted();

for (const folder of ABSENT) test.skip(`flows of ../shared/${folder}, which is not here`, () => undefined);

describe.each(['flags', 'default'] as const)('flow logs in the format with %s fields', (format) => {
  const parts = worldOf(format);
  let said: ReadonlyMap<Question, Said>;
  beforeAll(async () => {
    said = await ask(parts, DEFAULT_SSH_POLICY);
  });

  describe.each(QUESTIONS)('$id $kind', (question) => {
    test.each(parts.map(({ name }, index) => ({ name, part: String(index + 1) })))(
      'names in $name whom the rules name, as loudly, and nobody else',
      ({ part }) => {
        expect(namesOf(said.get(question)?.bySql, part)).toEqual(namesOf(said.get(question)?.byRules, part));
      },
    );

    test('few are left out: bursts beside a timer', () => {
      const { leftOut = 0, byRules } = said.get(question) ?? {};
      expect(leftOut).toBeLessThanOrEqual(Math.max(2, allOf(byRules).length * MOST_LEFT_OUT));
    });

    (ABSENT.length === 0 ? test : test.skip)('there is something to name', () => {
      expect(allOf(said.get(question)?.byRules).length).toBeGreaterThanOrEqual(
        question.fewest[IS_WHOLE ? 1 : 0],
      );
    });
  });
});

/** Settings of somebody whose fleet is another one: each number is another, and so are ports and ranges. */
const OTHER_PORT = 4022;
const OTHERS: Readonly<Record<string, SshPolicy>> = {
  stricter: {
    ...DEFAULT_SSH_POLICY,
    sshPorts: [OTHER_PORT],
    thresholds: {
      'ssh-brute-force': { guesses: 5, manyGuesses: 12 },
      'ssh-brute-force-flat': { connections: 6, connectionsInside: 9 },
      'ssh-probable-login': { guesses: 5, manyGuesses: 12 },
      'ssh-slow-brute-force': { attempts: 6 },
      'ssh-distributed-brute-force': { sources: 10, attemptsEach: 2 },
      'ssh-flood': { connectionsPerMinute: 60, minutes: 2 },
      'ssh-horizontal-scan': { targets: 4, targetsPerHour: 15 },
    },
  },
  laxer: {
    ...DEFAULT_SSH_POLICY,
    sshPorts: [22, OTHER_PORT],
    trustedCidrs: ['203.1.0.0/28'],
    insideCidrs: ['203.2.0.0/16'],
    thresholds: {
      'ssh-brute-force': { guesses: 40, manyGuesses: 60 },
      'ssh-brute-force-flat': { connections: 45, connectionsInside: 55 },
      'ssh-probable-login': { guesses: 30, manyGuesses: 60 },
      'ssh-slow-brute-force': { attempts: 13 },
      'ssh-distributed-brute-force': { sources: 31, attemptsEach: 4 },
      'ssh-flood': { connectionsPerMinute: 130, minutes: 4 },
      'ssh-horizontal-scan': { targets: 8, targetsPerHour: 40 },
    },
  },
};

/** Scans and floods of the scenarios are far above the usual numbers: lower ones say the same of them. */
const UNFELT: Readonly<Record<string, readonly string[]>> = {
  stricter: ['distributed', 'ssh-floods', 'ssh-horizontal-scan'],
  laxer: [],
};

describe.each(Object.entries(OTHERS).map(([name, policy]) => ({ name, policy, unfelt: UNFELT[name] })))(
  'asked by $name settings',
  ({ policy, unfelt }) => {
    /** Needs nothing beside the project; every port 22 in it is the other one. */
    const parts = worldOf('flags', { ofProject: true }).map(({ name, text }) => ({
      name,
      text: text.replaceAll(/ 22 /g, ` ${OTHER_PORT} `),
    }));
    let said: ReadonlyMap<Question, Said>;
    beforeAll(async () => {
      said = await ask(parts, policy);
    });

    test.each(QUESTIONS)('$id $kind names whom the rules name with the same settings', (question) => {
      const { bySql, byRules } = said.get(question) ?? {};
      expect(allOf(bySql)).toEqual(allOf(byRules));
    });

    test('the settings are felt', () => {
      const usualPolicy = { ...DEFAULT_SSH_POLICY, sshPorts: policy.sshPorts };
      const usual = judgedByRules(activityOf(parts, usualPolicy), usualPolicy);
      const same = QUESTIONS.filter(
        (question) =>
          allOf(byPart(claimsOf(usual, question))).join() === allOf(said.get(question)?.byRules).join(),
      );
      expect(same.map(({ id, kind }) => kind ?? id)).toEqual(unfelt);
    });
  },
);
