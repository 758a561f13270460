import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TakenEvaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
  readonly OrderingTimestamp: number;
}

/** AWS Config over HTTP as its JSON 1.1 protocol has it: two operations, told apart by a header. */
export class ConfigServer {
  readonly evaluations: TakenEvaluation[] = [];
  readonly tokens: string[] = [];
  /** What the history answers with: the configuration as text. */
  recorded: string | undefined;
  refusesEvaluations = false;

  readonly #server = createServer((request, response) => void this.#handle(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (request.headers['x-amz-target'] === 'StarlingDoveService.PutEvaluations') {
      this.tokens.push(body.ResultToken);
      this.evaluations.push(...body.Evaluations);
      response.end(JSON.stringify({ FailedEvaluations: this.refusesEvaluations ? body.Evaluations : [] }));
      return;
    }
    const configurationItems = this.recorded === undefined ? [] : [{ configuration: this.recorded }];
    response.end(JSON.stringify({ configurationItems }));
  }
}
