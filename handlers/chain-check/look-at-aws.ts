import { setTimeout as pause } from 'node:timers/promises';
import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { canaryPrefix } from '../../deployment/canary';
import type { Arrivals, Subscribers } from './check-chain';

const MOST_PAGES = 50;
const PENDING = 'PendingConfirmation';
/** Longer than all messages take to be received, short enough to be waited for. */
const HIDDEN_SECONDS = 5;

export async function subscribersOf(client: SNSClient, topic: string): Promise<Subscribers> {
  let confirmed = 0;
  const pending: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListSubscriptionsByTopicCommand({
        TopicArn: topic,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    for (const { SubscriptionArn, Endpoint = 'unknown', Protocol } of page.Subscriptions ?? []) {
      if (SubscriptionArn === PENDING) pending.push(Endpoint);
      // Functions and queues of the pipeline itself are no people.
      else if (Protocol !== 'lambda' && Protocol !== 'sqs') confirmed += 1;
    }
    token = page.NextToken;
  } while (token !== undefined);
  return { confirmed, pending };
}

/** Is there any record in the window, epoch seconds? Empty pages with a token mean that the search goes on. */
export async function hasRecords(
  client: CloudWatchLogsClient,
  logGroup: string,
  from: number,
  until: number,
): Promise<boolean> {
  let token: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: logGroup,
        startTime: from * 1000,
        endTime: until * 1000,
        limit: 1,
        ...(token !== undefined && { nextToken: token }),
      }),
    );
    if ((page.events ?? []).length > 0) return true;
    token = page.nextToken;
    if (token === undefined) return false;
  }
  return false;
}

export async function callCanary(client: CloudWatchLogsClient, token: string): Promise<void> {
  await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: canaryPrefix(token), limit: 1 }));
}

/**
 * The tokens of the canary messages in the queue, which stay there until they are forgotten. Messages whose
 * delivery was lost on the way are hidden for a while: a second look waits until they can be seen again.
 */
export async function arrivedTokens(
  client: SQSClient,
  queueUrl: string,
  isSecondLook = false,
): Promise<Arrivals> {
  if (isSecondLook) await pause(HIDDEN_SECONDS * 1000);
  const tokens: string[] = [];
  const receipts: string[] = [];
  for (let batch = 0; batch < MOST_PAGES; batch += 1) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    if (Messages.length === 0) break;
    for (const { Body = '', ReceiptHandle } of Messages) {
      tokens.push(...tokensIn(Body));
      if (ReceiptHandle !== undefined) receipts.push(ReceiptHandle);
    }
  }
  const forget = async () => {
    for (const ReceiptHandle of receipts) {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  };
  return { tokens, forget };
}

/** SNS wraps what it delivers to a queue: the attribute `tokens` is a JSON array. */
export function tokensIn(body: string): readonly string[] {
  try {
    const { MessageAttributes } = JSON.parse(body) as {
      MessageAttributes?: { tokens?: { Value?: string } };
    };
    const tokens: unknown = JSON.parse(MessageAttributes?.tokens?.Value ?? '[]');
    return Array.isArray(tokens) ? tokens.filter((token) => typeof token === 'string') : [];
  } catch {
    return [];
  }
}
