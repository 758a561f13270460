import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AsffFinding, asffFinding, MOST_FINDING_BYTES } from './asff-schema';

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/**
 * Security Hub over HTTP, as it documents itself: `POST /findings/import` takes at most a hundred findings, refuses
 * each that does not follow the format with `InvalidInput`, keeps the latest of each id by `UpdatedAt` and ignores
 * an update that is not later.
 */
export class SecurityHubServer {
  readonly findings = new Map<string, AsffFinding>();
  /** How many findings each call brought. */
  readonly calls: number[] = [];
  /** What a call is refused with, by its number from 1. */
  refuse: (call: number) => Refusal | undefined = () => undefined;

  /** Why a finding is refused, by its id. */
  refuseFinding: (id: string) => string | undefined = () => undefined;

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
    const reply = (status: number, body: object, type?: string) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(type !== undefined && { 'x-amzn-errortype': type }),
      });
      response.end(JSON.stringify(body));
    };
    const refused = (type: string, Message: string, status = 400) => reply(status, { Message }, type);
    if (request.method !== 'POST' || request.url !== '/findings/import') {
      return refused('UnknownOperationException', `${request.method} ${request.url}`, 404);
    }
    const { Findings } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { Findings: unknown[] };
    this.calls.push(Findings.length);
    const refusal = this.refuse(this.calls.length);
    if (refusal !== undefined) return refused(refusal.type, refusal.message, refusal.status);
    if (Findings.length > 100) return refused('InvalidInputException', 'more than 100 findings');
    const FailedFindings = Findings.flatMap((finding) => this.#take(finding));
    reply(200, {
      FailedCount: FailedFindings.length,
      SuccessCount: Findings.length - FailedFindings.length,
      FailedFindings,
    });
  }

  #take(value: unknown): object[] {
    const parsed = asffFinding.safeParse(value);
    const id = String((value as { Id?: unknown }).Id);
    const failed = (ErrorMessage: string) => [{ Id: id, ErrorCode: 'InvalidInput', ErrorMessage }];
    const reason = this.refuseFinding(id);
    if (reason !== undefined) return failed(reason);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return failed(
        `Finding does not adhere to Amazon Finding Format. ${issue?.path.join('.')}: ${issue?.message}`,
      );
    }
    if (Buffer.byteLength(JSON.stringify(value)) > MOST_FINDING_BYTES) return failed('Finding is too large');
    const known = this.findings.get(parsed.data.Id);
    const isLater = known === undefined || Date.parse(parsed.data.UpdatedAt) > Date.parse(known.UpdatedAt);
    if (isLater) this.findings.set(parsed.data.Id, parsed.data);
    return [];
  }
}
