import { request as send } from 'node:http';
import { canaryToken } from '../../../deployment/canary';
import { type AwsAnswer, errorAnswer } from '../fake-aws/fault';
import { type AwsCall, FaultingServer } from '../fake-aws/faulting-server';
import { ServiceError } from '../fake-aws/service-error';

/**
 * Stands before the emulator: passes calls on as they are, does to them what `faultFor` says, and answers those
 * itself that the emulator does not know.
 */
export class FaultingProxy extends FaultingServer {
  /** Recorded answers, by `Service.Operation`. */
  readonly recorded = new Map<string, (request: AwsCall['request']) => object>();
  /** Of the canary's calls that the emulator answered, which it writes into no trail. */
  readonly canaryTokens: string[] = [];
  readonly #emulator: string;

  constructor(emulator: string) {
    super();
    this.#emulator = emulator;
  }

  protected async answer(call: AwsCall): Promise<AwsAnswer> {
    const token = canaryToken(call.request['logGroupNamePrefix']);
    if (call.name === 'Logs.DescribeLogGroups' && token !== undefined) this.canaryTokens.push(token);
    const recorded = this.recorded.get(call.name);
    if (recorded === undefined) return await this.#passOn(call);
    try {
      const body = JSON.stringify(recorded(call.request));
      return { status: 200, contentType: 'application/x-amz-json-1.1', body };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return errorAnswer(call.name, error.status, error.code, error.message, error.members);
    }
  }

  async #passOn({ path, headers, body }: AwsCall): Promise<AwsAnswer> {
    return await new Promise((resolve, reject) => {
      const outgoing = send(new URL(path, this.#emulator), { method: 'POST', headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 500,
            contentType: incoming.headers['content-type'] ?? 'application/x-amz-json-1.0',
            body: Buffer.concat(chunks),
          }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}
