import { setTimeout as pause } from 'node:timers/promises';
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { ToldTable } from './told-table';

/** Does something once for a key, however often and in parallel it is asked; repeats get the first answer. */
export type Once = <T extends object>(key: string, action: () => Promise<T>) => Promise<T>;

/** What a run knows about the time it has left. */
export type Deadline = Pick<Context, 'getRemainingTimeInMillis'>;

/** Told messages are remembered for three days: longer than any queue or retry in the chain holds an event. */
const REMEMBERED_SECONDS = 3 * 86_400;
/** As long as a publish can take with all its tries; Lambda tries again after a minute. */
const HELD_MILLISECONDS = 55_000;
const LOOKS = 6;
const FIRST_PAUSE_MILLISECONDS = 200;

/**
 * Powertools' idempotency as a function. A run that dies half-way holds its key for a little less than a minute, so
 * that the first try after it gets through, however long the function may run. Whoever finds the key held waits a
 * little for the other's answer and then fails, so that the event comes again: to call it done would lose the message
 * if the other run was killed.
 */
export function onceThrough(client: DynamoDBClient, table: string, deadline: Deadline): Once {
  const persistenceStore = new ToldTable(client, table);
  const config = new IdempotencyConfig({ expiresAfterSeconds: REMEMBERED_SECONDS });
  const held: Deadline = {
    getRemainingTimeInMillis: () => Math.min(HELD_MILLISECONDS, deadline.getRemainingTimeInMillis()),
  };
  config.registerLambdaContext(held as Context);
  return async <T extends object>(key: string, action: () => Promise<T>): Promise<T> => {
    const once = makeIdempotent(async (_key: string) => (await action()) as never, {
      persistenceStore,
      config,
      keyPrefix: 'told',
    }) as (key: string) => Promise<T>;
    for (let look = 1; ; look += 1) {
      try {
        return await once(key);
      } catch (error) {
        if (!(error instanceof IdempotencyAlreadyInProgressError) || look === LOOKS) throw error;
        await pause(FIRST_PAUSE_MILLISECONDS * 2 ** (look - 1) * (0.5 + Math.random() / 2));
      }
    }
  };
}
