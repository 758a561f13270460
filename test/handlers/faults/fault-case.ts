import { HANDLER_SIZING } from '../../../handlers/sizing';
import { VARIABLES } from '../environment';
import { FakeAws, type Published } from '../fake-aws/fake-aws';
import type { Fault } from '../fake-aws/fault';
import { type InvokeOptions, LambdaProcess, type Outcome } from '../lambda';
import { callPurpose } from './call-purpose';
import type { Subject } from './subject';

/** Lambda tries an asynchronous event three times; seconds from the first try to each. */
const RETRIES_AFTER = [60, 180];
/** Long enough for a loopback answer on a busy machine, short enough to wait for four times. */
const CLIENT_TIMEOUT_MILLISECONDS = '400';

/** The nth of the calls that are alike, from 1. */
export interface Place {
  readonly call: string;
  readonly nth: number;
}

/** What of a case was told, and how. */
export interface CaseResult {
  readonly published: readonly Published[];
  /** All that was told, once for each time. */
  readonly told: readonly string[];
  /** How many of them by the tries of the run itself. */
  readonly toldByTries: number;
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

/** A subject with AWS and a bundle of its own, ready for its run. */
export class FaultCase {
  readonly aws = new FakeAws();
  readonly #subject: Subject;
  readonly #folder: string;
  readonly #calls: string[] = [];
  #lambda: LambdaProcess | undefined;

  constructor(subject: Subject, folder: string) {
    this.#subject = subject;
    this.#folder = folder;
  }

  /** The run with its fault, Lambda's tries after an error, and the next run. */
  async run({ fault, place, isNotTriedAgain = false }: CaseOptions = {}): Promise<CaseResult> {
    const { event, next, toldBy } = this.#subject;
    await this.#prepare();
    const { aws } = this;
    aws.faultFor = (call, request) => {
      const purpose = callPurpose(call, request);
      this.#calls.push(purpose);
      if (fault === undefined || purpose !== place?.call) return undefined;
      const nth = this.#calls.filter((each) => each === purpose).length;
      // Nobody loses an answer or dies twice; the other faults last as long as the invocation.
      const isOnce = fault === 'lose-answer' || fault === 'kill';
      return (isOnce ? nth === place.nth : nth >= place.nth) ? fault : undefined;
    };
    aws.onKill = () => this.#lambda?.kill();
    const outcomes = [await this.invoke(event, 0, 'run')];
    const calls = [...this.#calls];
    aws.faultFor = () => undefined;
    for (const after of isNotTriedAgain ? [] : RETRIES_AFTER) {
      if (outcomes.at(-1)?.kind !== 'answer') outcomes.push(await this.invoke(event, after, 'run'));
    }
    const toldByTries = aws.published.flatMap(toldBy).length;
    outcomes.push(await this.invoke(next.event, next.afterSeconds, 'next-run'));
    await this.stop();
    return { published: aws.published, told: aws.published.flatMap(toldBy), toldByTries, calls, outcomes };
  }

  /** So many runs on the same event, one after the other or all at once; in two processes. */
  async repeat(times: number, isAtOnce: boolean): Promise<CaseResult> {
    const { event, toldBy } = this.#subject;
    await this.#prepare();
    const other = this.#start();
    const outcomes: Outcome[] = [];
    const all = Array.from({ length: times }, (_, index) => async () => {
      const lambda = index % 2 === 0 ? this.#lambda : other;
      outcomes.push(await this.invoke(event, 0, `run-${index}`, lambda));
    });
    if (isAtOnce) await Promise.all(all.map((run) => run()));
    else for (const run of all) await run();
    await other.stop();
    await this.stop();
    const told = this.aws.published.flatMap(toldBy);
    return { published: this.aws.published, told, toldByTries: told.length, calls: [], outcomes };
  }

  async invoke(
    event: object,
    afterSeconds: number,
    requestId: string,
    lambda: LambdaProcess | undefined = this.#lambda,
  ): Promise<Outcome> {
    const { at, handler } = this.#subject;
    const { timeoutSeconds } = HANDLER_SIZING[handler];
    const aheadSeconds = at + afterSeconds - STARTED;
    const options: InvokeOptions = { requestId, timeoutSeconds, aheadSeconds };
    this.aws.queue.showAgain();
    const outcome = await (lambda ?? this.#start()).invoke(event, options);
    if (outcome.kind === 'killed') this.#lambda = this.#start();
    return outcome;
  }

  async stop(): Promise<void> {
    await this.#lambda?.stop();
    await this.aws.stop();
  }

  async #prepare(): Promise<void> {
    await this.aws.start();
    this.#lambda = this.#start();
    const { prepare, event } = this.#subject;
    await prepare(this.aws, (seconds) => this.invoke(event, seconds, `before-${seconds}`));
    this.aws.published.length = 0;
  }

  #start(): LambdaProcess {
    const endpoint = this.aws.endpoint();
    return new LambdaProcess(this.#folder, endpoint, {
      ...VARIABLES,
      ...this.#subject.variables?.(endpoint),
      CLIENT_TIMEOUT_MILLISECONDS,
    });
  }
}

const STARTED = Math.floor(Date.now() / 1000);
