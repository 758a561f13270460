import { messageOf } from '../../records/values/message-of';

/** Turns a failure of a source into a value, so that a fault of whoever takes its bytes is not taken for one. */
export async function failing<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}
