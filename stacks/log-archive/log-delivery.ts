import type { Stack } from 'aws-cdk-lib';

/** The service that writes flow logs to buckets, and the conditions under which it does so for this account and region. */
export function logDelivery(stack: Pick<Stack, 'account' | 'formatArn'>) {
  return {
    service: 'delivery.logs.amazonaws.com',
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
    },
  };
}
