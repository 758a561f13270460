import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { askFor } from '../look-error';
import { clientSettings } from './client-settings';

export interface Queue {
  readonly url: string;
  /** Visible and in flight. */
  readonly messages: number;
}

export interface Queues {
  /** Undefined where there is no such queue. */
  readonly find: (arn: string) => Promise<Queue | undefined>;
}

/** The class of the SDK, and the codes of the service before and after its protocol changed. */
const ABSENT = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

export function queuesIn(region: string): Queues {
  // The URL of a queue names AWS's own host, whatever AWS_ENDPOINT_URL says.
  const client = new SQSClient({ ...clientSettings(region), useQueueUrlAsEndpoint: false });
  return {
    async find(arn) {
      const [, , , , account, name] = arn.split(':');
      const found = await askFor('sqs:GetQueueUrl', ABSENT, () =>
        client.send(new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account })),
      );
      const url = found?.QueueUrl;
      if (url === undefined) return undefined;
      const answer = await askFor('sqs:GetQueueAttributes', ABSENT, () =>
        client.send(
          new GetQueueAttributesCommand({
            QueueUrl: url,
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          }),
        ),
      );
      if (answer === undefined) return undefined;
      const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight } =
        answer.Attributes ?? {};
      return { url, messages: Number(visible ?? 0) + Number(inFlight ?? 0) };
    },
  };
}
