import { buildCatalogue } from '../../../detections/catalogue';
import { countFlood } from '../../../handlers/alarm-context/count-flood';
import { fetchRecords } from '../../../handlers/alarm-context/fetch-records';
import { takeAlarms } from '../../../handlers/alarm-context/take-alarms';
import { HANDLER_SIZING } from '../../../handlers/sizing';
import { StateTable } from '../../../handlers/state/state-table';
import { publish } from '../../../handlers/tell/publish';
import { STATE, TOPIC, TRAIL_GROUP } from '../harness/environment';
import { SimulatedClock, SimulatedLogs, SimulatedTables, SimulatedTopic } from './simulated-aws';

const DETECTIONS = new Map(
  buildCatalogue({ deployRoles: [], homeRegions: ['eu-west-1'] }).map((detection) => [
    detection.id,
    detection,
  ]),
);
/** Of the scheduler: how often a run begins. */
const TICK_MILLISECONDS = 60_000;

/** alarm-context as it runs, with a clock that AWS's answers advance. */
export class SimulatedChain {
  readonly clock: SimulatedClock;
  readonly logs: SimulatedLogs;
  readonly tables: SimulatedTables;
  readonly topic: SimulatedTopic;
  readonly errors: unknown[] = [];
  readonly #full = new Map<string, number>();
  readonly #told = new Map<string, object>();
  #runs = 0;
  #nextTick: number;

  /** @param now epoch milliseconds */
  constructor(now: number) {
    this.clock = new SimulatedClock(now);
    this.logs = new SimulatedLogs(this.clock);
    this.tables = new SimulatedTables(this.clock);
    this.topic = new SimulatedTopic(this.clock);
    this.#nextTick = now;
  }

  /** One invocation; what it throws is kept in `errors`. */
  async invoke(event: unknown): Promise<void> {
    const { clock, logs, tables, topic } = this;
    this.#runs += 1;
    const began = clock.now;
    const until = began + HANDLER_SIZING['alarm-context'].timeoutSeconds * 1000;
    try {
      await takeAlarms(event, {
        state: new StateTable(tables.client, STATE, () => clock.now),
        once: async (key, action) => {
          // A look and two writes, as Powertools makes them.
          clock.pass(20);
          const known = this.#told.get(key);
          if (known !== undefined) return known as never;
          const answer = await action();
          if (JSON.stringify(answer).length > 400_000) throw new Error('the answer is too long to be kept');
          this.#told.set(key, answer);
          return answer;
        },
        publish: (notification) => publish(topic.client, TOPIC, notification),
        fetch: (pattern, window, options) => fetchRecords(logs.client, TRAIL_GROUP, pattern, window, options),
        countFlood: (pattern, flood, at, options) =>
          countFlood(logs.client, TRAIL_GROUP, pattern, flood, at, options),
        detections: DETECTIONS,
        context: {
          account: '111122223333',
          region: 'eu-west-1',
          trailLogGroup: TRAIL_GROUP,
          flowLogGroup: undefined,
          runbookUrl: undefined,
          alarmPrefix: '',
          queriesFor: () => [],
        },
        alarmPrefix: '',
        full: this.#full,
        run: `run-${this.#runs}`,
        until,
        now: () => clock.now / 1000,
        isSuppressed: () => false,
        onUnreadable: (_detection, error) => this.errors.push(error),
      });
    } catch (error) {
      this.errors.push(error);
    }
    if (clock.now > until) this.errors.push(new Error('the function ran out of time'));
  }

  /** Runs by the clock, each minute, until something is true or so many minutes have passed. */
  async tickUntil(isDone: () => boolean, mostMinutes: number): Promise<void> {
    const last = this.clock.now + mostMinutes * TICK_MILLISECONDS;
    while (!isDone() && this.clock.now < last) {
      this.#nextTick = Math.max(this.#nextTick + TICK_MILLISECONDS, this.clock.now);
      // A tick that comes while a run holds the lock does nothing; the next one is a minute later.
      this.clock.now = this.#nextTick;
      await this.invoke({ source: 'aws.scheduler', 'detail-type': 'Scheduled Event', detail: {} });
    }
  }
}
