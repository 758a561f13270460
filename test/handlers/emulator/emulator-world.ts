import { FakeAws, type Published } from '../fake-aws/fake-aws';
import type { AwsCall } from '../fake-aws/faulting-server';
import type { RunAt, Subject } from '../faults/subject';
import type { World } from '../faults/world';
import { Account } from './account';
import { FaultingProxy } from './faulting-proxy';

/** A queue's long poll takes a second; a late answer comes after two. */
const CLIENT_TIMEOUT_MILLISECONDS = '1400';
/** What the emulator does not evaluate: the queries of Logs Insights, and Athena's dialect. */
const RECORDED = [
  'Logs.StartQuery',
  'Logs.GetQueryResults',
  'Logs.StopQuery',
  'Athena.StartQueryExecution',
  'Athena.GetQueryExecution',
  'Athena.GetQueryResults',
  'Athena.StopQueryExecution',
] as const;

/** What the handlers wrote down. */
export interface Remembered {
  readonly state: Awaited<ReturnType<Account['stateItems']>>;
  readonly tellings: readonly string[];
}

/** An account of its own in the emulator, behind a proxy that does what goes wrong. */
export class EmulatorWorld implements World {
  readonly server: FaultingProxy;
  /** Answers to what the emulator does not evaluate. */
  readonly recordings = new FakeAws();
  readonly #emulator: string;
  readonly #subject: Subject;
  readonly #prepare: (world: EmulatorWorld, runAt: RunAt) => Promise<void>;
  readonly #published: Published[] = [];
  /** What lies in the tables when it is stopped. */
  remembered: Remembered = { state: new Map(), tellings: [] };
  #account: Account | undefined;

  constructor(
    emulator: string,
    subject: Subject,
    prepare: (world: EmulatorWorld, runAt: RunAt) => Promise<void> = prepareAsRecorded,
  ) {
    this.#emulator = emulator;
    this.#subject = subject;
    this.#prepare = prepare;
    this.server = new FaultingProxy(emulator);
    const { logs, athena } = this.recordings;
    for (const call of RECORDED) {
      const [service, operation = ''] = call.split('.');
      this.server.recorded.set(call, (request: AwsCall['request']) =>
        service === 'Logs' ? logs.answer(operation, request as never) : athena.answer(operation, request),
      );
    }
  }

  /** @throws Error before it is started */
  get account(): Account {
    if (this.#account === undefined) throw new Error('the world is not started; call start first');
    return this.#account;
  }

  get subject(): Subject {
    return this.#subject;
  }

  async start(): Promise<Readonly<Record<string, string>>> {
    const endpoint = await this.server.start();
    this.#account = await Account.create(this.#emulator);
    return {
      ...this.account.variables(),
      ...this.#subject.variables?.(endpoint),
      // The client calls the queue where its address says it is, which must be the proxy.
      CANARY_QUEUE_URL: String(new URL(new URL(this.account.names.canaryUrl).pathname, endpoint)),
      CLIENT_TIMEOUT_MILLISECONDS,
    };
  }

  async prepare(runAt: RunAt): Promise<void> {
    await this.#prepare(this, runAt);
    await this.published();
    this.#published.length = 0;
  }

  /** Lets the canary's calls come out as messages, as trail, alarm and alarm-context would. */
  async passTime(): Promise<void> {
    const tokens = this.server.canaryTokens.splice(0);
    if (tokens.length > 0) await this.account.canaryCameOut(tokens);
  }

  /** What people and machines got; a canary is for neither. */
  async published(): Promise<readonly Published[]> {
    const received = await this.account.received();
    this.#published.push(...received.filter(({ attributes }) => attributes['kind'] !== 'canary'));
    return this.#published;
  }

  async stop(): Promise<void> {
    this.remembered = { state: await this.account.stateItems(), tellings: await this.account.tellings() };
    this.account.close();
    await this.server.stop();
  }
}

/** The records that the fake would hold, written into the account's trail. */
async function prepareAsRecorded(
  { subject, recordings, account }: EmulatorWorld,
  runAt: RunAt,
): Promise<void> {
  await subject.prepare(recordings, runAt);
  await account.log(account.names.trailGroup, recordings.logs.events);
}
