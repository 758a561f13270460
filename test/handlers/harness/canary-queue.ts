import type { Published } from '../fake-aws/fake-aws';

/** What the stacks would set for the chain check, beside what all handlers get. */
export function canaryVariables(endpoint: string): Readonly<Record<string, string>> {
  return { CANARY_QUEUE_URL: `${endpoint}/111122223333/canary` };
}

/** A message as SNS puts it into a queue. */
export function envelope({ attributes }: Pick<Published, 'attributes'>): string {
  const values = Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]);
  return JSON.stringify({ Type: 'Notification', MessageAttributes: Object.fromEntries(values) });
}
