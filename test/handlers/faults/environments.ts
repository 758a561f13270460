import { Line } from '../fake-aws/faulting-server';
import type { LambdaProcess } from '../harness/lambda';

/** A Lambda environment: a process that has the bundle loaded, and the address where it finds AWS. */
export interface Environment {
  readonly line: Line;
  /** Absent until its first case, and after it was killed. */
  lambda: LambdaProcess | undefined;
}

/**
 * Environments that live on from case to case, as Lambda's do from event to event: nine tenths of a case's time were
 * a process that loads the bundle and runs everything for the first time. What one case does with a kill ends its
 * environment; the next case begins a new one at the same address.
 */
export class Environments {
  readonly #idle: Environment[] = [];
  readonly #all: Environment[] = [];

  /** Does something in an environment that nobody else is in. */
  async use<T>(action: (environment: Environment) => Promise<T>): Promise<T> {
    const environment = this.#idle.pop() ?? (await this.#open());
    const result = await action(environment);
    this.#idle.push(environment);
    return result;
  }

  async close(): Promise<void> {
    for (const { line, lambda } of this.#all.splice(0)) {
      await lambda?.stop();
      await line.close();
    }
    this.#idle.length = 0;
  }

  async #open(): Promise<Environment> {
    const environment: Environment = { line: new Line(), lambda: undefined };
    await environment.line.open();
    this.#all.push(environment);
    return environment;
  }
}
