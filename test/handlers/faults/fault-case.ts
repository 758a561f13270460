import { HANDLER_SIZING } from '../../../handlers/sizing';
import type { FakeAws, Published } from '../fake-aws/fake-aws';
import type { Fault } from '../fake-aws/fault';
import { LambdaProcess, type Outcome } from '../harness/lambda';
import { callPurpose } from './call-purpose';
import type { Environment } from './environments';
import { fakeWorld } from './fake-world';
import type { AuthorMeans } from './log-author';
import type { Subject } from './subject';
import type { World } from './world';

/** Lambda tries an asynchronous event three times; seconds from the first try to each. */
const RETRIES_AFTER = [60, 180];
const STARTED = Math.floor(Date.now() / 1000);

/** The nth of the calls that are alike, from 1. */
export interface Place {
  readonly call: string;
  readonly nth: number;
}

/** What came of a case. */
export interface CaseResult {
  readonly published: readonly Published[];
  /** All that was told, once for each time. */
  readonly told: readonly string[];
  /** How much of it by the tries of the run itself. */
  readonly toldByTries: number;
  /** What the first try asked for. */
  readonly calls: readonly string[];
  /** Of the tries, and of the next run. */
  readonly outcomes: readonly Outcome[];
}

export interface CaseOptions {
  readonly fault?: Fault;
  readonly place?: Place;
  /** Nobody tries again: there is only the next run. */
  readonly isNotTriedAgain?: boolean;
}

/** The calls that are alike: how many, and the bytes of the largest as JSON. */
export interface Requests {
  readonly count: number;
  readonly largest: number;
}

/** A subject with AWS and a bundle of its own; runs once. */
export class FaultCase {
  readonly #subject: Subject;
  readonly #folder: string;
  readonly #world: World;
  readonly #environment: Environment | undefined;
  #variables: Readonly<Record<string, string>> = {};
  #lambda: LambdaProcess | undefined;

  /** @param environment where it runs; @default - a new one */
  constructor(
    subject: Subject,
    folder: string,
    world: World = fakeWorld(subject),
    environment?: Environment,
  ) {
    this.#subject = subject;
    this.#folder = folder;
    this.#world = world;
    this.#environment = environment;
  }

  /** The run with its fault, Lambda's tries after an error, and the next run. */
  async run({ fault, place, isNotTriedAgain = false }: CaseOptions = {}): Promise<CaseResult> {
    const { event, next } = this.#subject;
    const { server } = this.#world;
    await this.#prepare();
    const calls: string[] = [];
    server.faultFor = (call, request) => {
      const purpose = callPurpose(call, request);
      calls.push(purpose);
      if (fault === undefined || place === undefined || purpose !== place.call) return undefined;
      const nth = calls.filter((each) => each === purpose).length;
      // Nobody loses an answer or dies twice; the other faults last as long as the invocation.
      const isOnce = fault === 'lose-answer' || fault === 'kill';
      return (isOnce ? nth === place.nth : nth >= place.nth) ? fault : undefined;
    };
    server.onKill = () => this.#lambda?.kill();
    const outcomes = [await this.#invoke(event, 0, 'run')];
    server.faultFor = () => undefined;
    for (const after of isNotTriedAgain ? [] : RETRIES_AFTER) {
      if (outcomes.at(-1)?.kind !== 'answer') outcomes.push(await this.#invoke(event, after, 'run'));
    }
    const toldByTries = (await this.#told()).length;
    outcomes.push(await this.#invoke(next.event, next.afterSeconds, 'next-run'));
    return await this.#result(outcomes, calls, toldByTries);
  }

  /** The run with what a log's author adds to it; also the largest request of each call, and how many there are. */
  async runBeside(
    means: AuthorMeans,
  ): Promise<CaseResult & { readonly requests: ReadonlyMap<string, Requests> }> {
    const { event, beside } = this.#subject;
    const { server } = this.#world;
    await this.#prepare();
    const requests = new Map<string, Requests>();
    server.faultFor = (call, request) => {
      const purpose = callPurpose(call, request);
      const { count, largest } = requests.get(purpose) ?? { count: 0, largest: 0 };
      const bytes = Buffer.byteLength(JSON.stringify(request));
      requests.set(purpose, { count: count + 1, largest: Math.max(largest, bytes) });
      return undefined;
    };
    const changed = beside(means, server as FakeAws) ?? event;
    const outcomes = [await this.#invoke(changed, 0, 'run')];
    return { ...(await this.#result(outcomes, [...requests.keys()], 0)), requests };
  }

  /** So many runs on the same event, one after the other or all at once; in two processes. */
  async repeat(times: number, isAtOnce: boolean): Promise<CaseResult> {
    const { event } = this.#subject;
    await this.#prepare();
    const other = this.#start();
    const runs = Array.from({ length: times }, (_, index) => async () => {
      const lambda = index % 2 === 0 ? this.#lambda : other;
      return await this.#invoke(event, 0, `run-${index}`, lambda);
    });
    const outcomes: Outcome[] = isAtOnce ? await Promise.all(runs.map((run) => run())) : [];
    if (!isAtOnce) for (const run of runs) outcomes.push(await run());
    await other.stop();
    return await this.#result(outcomes, [], 0);
  }

  async #prepare(): Promise<void> {
    this.#variables = await this.#world.start(this.#environment?.line);
    this.#lambda = this.#environment?.lambda ?? this.#start();
    const { event } = this.#subject;
    await this.#world.prepare((seconds) => this.#invoke(event, seconds, `before-${seconds}`));
  }

  async #invoke(
    event: object,
    afterSeconds: number,
    requestId: string,
    lambda = this.#lambda ?? this.#start(),
  ): Promise<Outcome> {
    const { at, handler } = this.#subject;
    const { timeoutSeconds } = HANDLER_SIZING[handler];
    await this.#world.passTime();
    const aheadSeconds = at + afterSeconds - STARTED;
    const outcome = await lambda.invoke(event, { requestId, timeoutSeconds, aheadSeconds });
    if (outcome.kind === 'killed') this.#lambda = this.#start();
    return withFailures(outcome);
  }

  async #told(): Promise<readonly string[]> {
    return (await this.#world.published()).flatMap(this.#subject.toldBy);
  }

  async #result(
    outcomes: readonly Outcome[],
    calls: readonly string[],
    toldByTries: number,
  ): Promise<CaseResult> {
    try {
      const published = await this.#world.published();
      return { published, told: await this.#told(), toldByTries, calls, outcomes };
    } finally {
      if (this.#environment === undefined) await this.#lambda?.stop();
      else this.#environment.lambda = this.#lambda;
      await this.#world.stop();
    }
  }

  #start(): LambdaProcess {
    const jitter = this.#environment === undefined ? {} : { TEST_JITTER: 'low' };
    return new LambdaProcess(this.#folder, this.#world.server.endpoint(), { ...this.#variables, ...jitter });
  }
}

/** What a queue's batch could not do comes again, as an event does after an error. */
function withFailures(outcome: Outcome): Outcome {
  const failures = outcome.kind === 'answer' ? (outcome.value as BatchAnswer)?.batchItemFailures : undefined;
  return failures === undefined || failures.length === 0
    ? outcome
    : { kind: 'error', name: 'batchItemFailures', message: JSON.stringify(failures) };
}

type BatchAnswer = { readonly batchItemFailures?: readonly object[] } | undefined;
