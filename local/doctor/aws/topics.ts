import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  type Subscription,
} from '@aws-sdk/client-sns';
import { ask, askFor } from '../look-error';
import { clientSettings } from './client-settings';
import { pages } from './pages';

export type { Subscription };
export type Attributes = Readonly<Record<string, string>>;

export interface Topics {
  /** Undefined where there is no such topic. */
  readonly attributes: (topic: string) => Promise<Attributes | undefined>;
  /** None where there is no such topic. */
  readonly subscriptions: (topic: string) => Promise<readonly Subscription[]>;
  readonly subscriptionAttributes: (subscription: string) => Promise<Attributes>;
}

/** The class of the SDK and the code of the service. */
const ABSENT = ['NotFoundException', 'NotFound'];

export function topicsIn(region: string): Topics {
  const client = new SNSClient(clientSettings(region));
  return {
    async attributes(TopicArn) {
      const answer = await askFor('sns:GetTopicAttributes', ABSENT, () =>
        client.send(new GetTopicAttributesCommand({ TopicArn })),
      );
      return answer === undefined ? undefined : (answer.Attributes ?? {});
    },
    subscriptions: (TopicArn) =>
      pages(async (token) => {
        const answer = await askFor('sns:ListSubscriptionsByTopic', ABSENT, () =>
          client.send(
            new ListSubscriptionsByTopicCommand({
              TopicArn,
              ...(token !== undefined && { NextToken: token }),
            }),
          ),
        );
        return [answer?.Subscriptions ?? [], answer?.NextToken];
      }),
    async subscriptionAttributes(SubscriptionArn) {
      const answer = await ask('sns:GetSubscriptionAttributes', () =>
        client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })),
      );
      return answer.Attributes ?? {};
    },
  };
}
