import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ReadAhead } from '../../handlers/state/read-ahead';
import { StateTable } from '../../handlers/state/state-table';
import { FakeDynamoDb } from './fake-aws/dynamo-db';

/** A table, with the operations that were asked of it. */
function tableOf(refused: readonly string[] = [], unprocessed: readonly string[] = []) {
  const dynamoDb = new FakeDynamoDb();
  const asked: string[] = [];
  const client = {
    send: async (command: { readonly input: Record<string, unknown> }) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      asked.push(operation);
      if (refused.includes(operation)) throw new Error('AccessDenied');
      if (operation === 'BatchGetItem' && unprocessed.length > 0) {
        const keys = unprocessed.map((id) => ({ kind: { S: 'seen' }, id: { S: id } }));
        return { Responses: { state: [] }, UnprocessedKeys: { state: { Keys: keys } } };
      }
      return dynamoDb.answer(operation, command.input as never);
    },
  } as unknown as DynamoDBClient;
  return { state: new StateTable(client, 'state', () => 0), asked };
}
const item = (id: string) => ({ kind: 'seen', id });

test('many are read by one call, and each is given out once: who asks again hears what there is by then', async () => {
  const { state, asked } = tableOf();
  await state.put('seen', 'a', { value: 1 }, 0, 100);
  const ahead = new ReadAhead(state);
  await ahead.read([item('a'), item('b')]);
  await state.put('seen', 'a', { value: 2 }, 1, 100);
  expect((await ahead.get('seen', 'a'))?.body).toEqual({ value: 1 });
  expect(await ahead.get('seen', 'b')).toBeUndefined();
  expect((await ahead.get('seen', 'a'))?.body).toEqual({ value: 2 });
  expect(asked).toEqual(['PutItem', 'BatchGetItem', 'PutItem', 'GetItem']);
});

test('where one call for many is refused, each is asked for by itself, and many are not tried again', async () => {
  const { state, asked } = tableOf(['BatchGetItem']);
  const ahead = new ReadAhead(state);
  await state.put('seen', 'a', { value: 1 }, 0, 100);
  for (const _ of [1, 2]) {
    await ahead.read([item('a'), item('b')]);
    expect((await ahead.get('seen', 'a'))?.body).toEqual({ value: 1 });
  }
  expect(asked.filter((operation) => operation === 'BatchGetItem')).toHaveLength(1);
});

test('what an answer had no room for is asked for by itself', async () => {
  const { state, asked } = tableOf([], ['a']);
  await state.put('seen', 'a', { value: 1 }, 0, 100);
  const ahead = new ReadAhead(state);
  await ahead.read([item('a'), item('b')]);
  expect((await ahead.get('seen', 'a'))?.body).toEqual({ value: 1 });
  expect(asked.at(-1)).toBe('GetItem');
});

test('what is forgotten is asked for again', async () => {
  const { state, asked } = tableOf();
  await state.put('seen', 'a', { value: 1 }, 0, 100);
  const ahead = new ReadAhead(state);
  await ahead.read([item('a'), item('b')]);
  await state.put('seen', 'a', { value: 2 }, 1, 100);
  ahead.forget();
  expect((await ahead.get('seen', 'a'))?.body).toEqual({ value: 2 });
  expect(asked).toEqual(['PutItem', 'BatchGetItem', 'PutItem', 'GetItem']);
});
