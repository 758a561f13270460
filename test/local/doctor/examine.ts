import type { Deployment } from '../../../deployment/described-deployment';
import { accountIn } from '../../../local/doctor/aws/account';
import type { Check } from '../../../local/doctor/check';
import { type CheckResult, runChecks } from '../../../local/doctor/run-checks';
import { subjectOf } from '../../../local/doctor/subject-of';
import { AwsServer } from './aws-server';
import { DEPLOYMENT } from './deployment';
import { type AccountState, answering, healthyAccount } from './healthy-account';

/** Whole five minutes, so that the newest period of a metric has just ended. */
export const NOW = Date.parse('2026-11-02T12:00:00Z') / 1000;

export interface Examined extends CheckResult {
  /** What is wrong, a sentence each. */
  readonly told: readonly string[];
  /** What to type, of all that is told. */
  readonly commands: readonly string[];
}

const VARIABLES = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/**
 * A server with a healthy account for the tests of a file. `examine` runs one check on it, after a change that
 * breaks it.
 */
export function withAccount(now: () => number = () => NOW) {
  // The clients of the SDK are loaded in the first test.
  jest.setTimeout(30_000);
  const before = { ...process.env };
  let state: AccountState;
  const server = new AwsServer(answering(() => state, now));
  beforeAll(async () => {
    Object.assign(process.env, VARIABLES, { AWS_ENDPOINT_URL: await server.start() });
  });
  afterAll(async () => {
    await server.stop();
    process.env = before;
  });
  beforeEach(() => {
    state = healthyAccount(DEPLOYMENT, now());
    server.calls.length = 0;
  });
  return {
    server,
    state: () => state,
    async examine(
      check: Check,
      change: (state: AccountState) => void = () => undefined,
      deployment: Deployment = DEPLOYMENT,
    ): Promise<Examined> {
      change(state);
      const subject = subjectOf(deployment, now());
      const [result] = await runChecks([check], subject, accountIn(deployment.region));
      if (result === undefined) throw new Error('no result');
      const troubles = [...result.problems, ...result.unseen];
      return {
        ...result,
        told: troubles.map(({ what }) => what),
        commands: troubles.flatMap(({ next }) => next),
      };
    },
  };
}

/** An answer with every occurrence of a text replaced, wherever it stands. */
export function rewritten<T>(value: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(from, to)) as T;
}
