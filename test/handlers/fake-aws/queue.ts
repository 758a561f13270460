import { createHash } from 'node:crypto';
import { ServiceError } from './service-error';

interface Message {
  readonly body: string;
  readonly handle: string;
  /** Epoch milliseconds. */
  hiddenUntil: number;
}

interface Request {
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

const DEFAULT_SECONDS = 30;
/** "Amazon SQS message quotas": 1 MiB since August 2025. */
const MOST_BYTES = 1024 * 1024;

/** One SQS queue: what was received stays hidden until it is deleted, or `showAgain` lets the time-out pass. */
export class FakeQueue {
  #messages: Message[] = [];
  #next = 0;

  get length(): number {
    return this.#messages.length;
  }

  put(body: string): void {
    if (Buffer.byteLength(body) > MOST_BYTES) throw new Error('a message of SQS has at most 1 MiB');
    this.#messages.push({ body, handle: `receipt-${this.#next++}`, hiddenUntil: 0 });
  }

  /** The messages as they are now. */
  left(): { readonly messages: readonly Message[]; readonly next: number } {
    return { messages: this.#messages.map((message) => ({ ...message })), next: this.#next };
  }

  restore({ messages, next }: ReturnType<FakeQueue['left']>): void {
    this.#messages = messages.map((message) => ({ ...message }));
    this.#next = next;
  }

  showAgain(): void {
    for (const message of this.#messages) message.hiddenUntil = 0;
  }

  answer(operation: string, { ReceiptHandle, VisibilityTimeout = DEFAULT_SECONDS }: Request): object {
    switch (operation) {
      case 'ReceiveMessage': {
        const now = Date.now();
        const found = this.#messages.filter(({ hiddenUntil }) => hiddenUntil <= now).slice(0, 10);
        for (const message of found) message.hiddenUntil = now + VisibilityTimeout * 1000;
        return {
          Messages: found.map(({ body, handle }) => ({
            Body: body,
            MD5OfBody: createHash('md5').update(body).digest('hex'),
            ReceiptHandle: handle,
          })),
        };
      }
      case 'DeleteMessage':
        this.#messages = this.#messages.filter(({ handle }) => handle !== ReceiptHandle);
        return {};
      default:
        throw new ServiceError(400, 'UnknownOperationException', operation);
    }
  }
}
