import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { MOST_ROWS } from '../../../handlers/ssh-campaign-analyzer/insights-query';
import { InsightsTimeError, readFlowLines } from '../../../handlers/ssh-campaign-analyzer/query-flow-lines';

/** Queries that give as many rows as there can be; from the one on that is named, none comes to an end. */
function client(neverDoneFrom: number): {
  readonly client: CloudWatchLogsClient;
  readonly asked: () => number;
} {
  let asked = 0;
  const rows = Array.from({ length: MOST_ROWS }, (_, index) => [
    { field: '@message', value: `line ${index}` },
  ]);
  const send = async (command: unknown) => {
    if (command instanceof StartQueryCommand) {
      asked += 1;
      return { queryId: String(asked) };
    }
    if (!(command instanceof GetQueryResultsCommand)) return {};
    return Number(command.input.queryId) >= neverDoneFrom
      ? { status: 'Running' }
      : { status: 'Complete', results: rows };
  };
  return { client: { send } as unknown as CloudWatchLogsClient, asked: () => asked };
}

const request = { logGroup: 'flows', query: 'fields @message', from: 0, until: 3_600, deadline: 0 };

test('what a span gave stands for it where its halves are not done in time', async () => {
  const { client: logs, asked } = client(2);
  let now = 1_000;
  jest.spyOn(Date, 'now').mockImplementation(() => now++);
  // The whole span is done in time, and its first half is begun.
  const { lines, cappedSpans } = await readFlowLines(logs, { ...request, deadline: 1_001 });
  expect(asked()).toBe(2);
  expect([lines.length, cappedSpans]).toEqual([MOST_ROWS, 1]);
});

test('when no time is left, no half is asked for; and without the first answer there is none', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000);
  const some = client(2);
  expect((await readFlowLines(some.client, request)).cappedSpans).toBe(1);
  expect(some.asked()).toBe(1);
  await expect(readFlowLines(client(1).client, request)).rejects.toThrow(InsightsTimeError);
});

test('a flood in every span is read as far as there is room', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000);
  jest.spyOn(Math, 'random').mockReturnValue(-1);
  const { client: logs } = client(Number.POSITIVE_INFINITY);
  const { lines, cappedSpans } = await readFlowLines(logs, { ...request, deadline: 2_000 });
  expect(lines.length).toBeLessThan(800_000);
  expect(lines.length).toBe(cappedSpans * MOST_ROWS);
  expect(cappedSpans).toBeGreaterThan(50);
});

afterEach(() => jest.restoreAllMocks());
