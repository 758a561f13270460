import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceError } from '../../handlers/fake-aws/service-error';
import { toXml } from './xml';

export type Request = Readonly<Record<string, unknown>>;
/** Answers a call such as `Logs.DescribeMetricFilters`; undefined: there is no such operation. */
export type Answer = (call: string, request: Request) => object | undefined;

const TARGETS: readonly (readonly [prefix: string, service: string])[] = [
  ['com.amazonaws.cloudtrail.', 'CloudTrail'],
  ['CloudTrail_20131101', 'CloudTrail'],
  ['Logs_20140328', 'Logs'],
  ['GraniteServiceVersion20100801', 'CloudWatch'],
  ['AmazonSQS', 'SQS'],
  ['AmazonSSM', 'SSM'],
  ['AmazonAthena', 'Athena'],
  ['AWSGlue', 'Glue'],
  ['TrentService', 'KMS'],
];
const QUERY_VERSIONS: Readonly<Record<string, string>> = {
  '2010-03-31': 'SNS',
  '2011-06-15': 'STS',
  '2016-11-15': 'EC2',
};
const LAMBDA_PATHS = [
  [/\/functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration'],
  [/\/functions\/([^/]+)\/event-invoke-config\/list/, 'ListFunctionEventInvokeConfigs'],
] as const;

interface Call {
  readonly name: string;
  readonly request: Request;
  readonly write: (answer: object) => string;
  readonly fail: (error: ServiceError) => string;
}

/** A server that speaks the protocols of the services that the doctor asks: JSON, query XML, EC2's XML and REST. */
export class AwsServer {
  /** Every call that arrived, in order. */
  readonly calls: { readonly name: string; readonly request: Request }[] = [];
  readonly #answer: Answer;
  readonly #server = createServer((request, response) => {
    void this.#handle(request, response);
  });

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = read(request, Buffer.concat(chunks).toString('utf8'));
    this.calls.push({ name: call.name, request: call.request });
    try {
      const answer = this.#answer(call.name, call.request);
      if (answer === undefined) throw new ServiceError(400, 'UnknownOperationException', call.name);
      response.writeHead(200).end(call.write(answer));
    } catch (error) {
      const known = error instanceof ServiceError ? error : new ServiceError(501, 'Broken', String(error));
      response.writeHead(known.status, { 'x-amzn-errortype': known.code }).end(call.fail(known));
    }
  }
}

function read(request: IncomingMessage, body: string): Call {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const service = TARGETS.find(([prefix]) => target.startsWith(prefix))?.[1] ?? target;
    return json(`${service}.${target.split('.').at(-1)}`, JSON.parse(body) as Request);
  }
  const parameters = Object.fromEntries(new URLSearchParams(body));
  const { Action: action, Version: version = '' } = parameters;
  if (action !== undefined) return query(QUERY_VERSIONS[version] ?? version, action, parameters);
  for (const [path, operation] of LAMBDA_PATHS) {
    const [, FunctionName] = path.exec(request.url ?? '') ?? [];
    if (FunctionName !== undefined) return json(`Lambda.${operation}`, { FunctionName });
  }
  const [, Name, Group] = /^\/schedules\/([^?]+)\?groupName=(.+)$/.exec(request.url ?? '') ?? [];
  if (Name !== undefined && Group !== undefined) return json('Scheduler.GetSchedule', { Name, Group });
  return json(`unknown ${request.url}`, {});
}

function json(name: string, request: Request): Call {
  return {
    name,
    request,
    write: (answer) => JSON.stringify(answer),
    fail: ({ code, message }) => JSON.stringify({ __type: code, message, Message: message }),
  };
}

function query(service: string, action: string, request: Request): Call {
  const isEc2 = service === 'EC2';
  return {
    name: `${service}.${action}`,
    request,
    write: (answer) => {
      const inner = toXml(answer as Parameters<typeof toXml>[0], isEc2 ? 'item' : 'member');
      return isEc2
        ? `<${action}Response>${inner}</${action}Response>`
        : `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
    },
    fail: ({ code, message }) =>
      isEc2
        ? `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`
        : `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}
