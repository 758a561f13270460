import { createHash } from 'node:crypto';
import { ServiceError } from './service-error';

interface Message {
  readonly body: string;
  readonly handle: string;
  isHidden: boolean;
}

/** One SQS queue: what was received stays hidden until it is deleted, or `showAgain` lets the time-out pass. */
export class FakeQueue {
  #messages: Message[] = [];
  #next = 0;

  get length(): number {
    return this.#messages.length;
  }

  put(body: string): void {
    this.#messages.push({ body, handle: `receipt-${this.#next++}`, isHidden: false });
  }

  showAgain(): void {
    for (const message of this.#messages) message.isHidden = false;
  }

  answer(operation: string, { ReceiptHandle }: { readonly ReceiptHandle?: string }): object {
    switch (operation) {
      case 'ReceiveMessage': {
        const found = this.#messages.filter(({ isHidden }) => !isHidden).slice(0, 10);
        for (const message of found) message.isHidden = true;
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
