import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';

/** An item as it was read; `version` is what the next write must name. */
export interface Stored<T> {
  readonly id: string;
  readonly version: number;
  readonly body: T;
  /** Epoch seconds from which it is as if it were not there. */
  readonly expiration?: number | undefined;
}

/** Where an item stands. */
export interface ItemKey {
  readonly kind: string;
  readonly id: string;
}

/** What an item of the table holds that is no item of ours. */
export class StateTableError extends Error {
  override readonly name = 'StateTableError';
}

/**
 * The handlers' memory: JSON bodies by kind and id. Writes name the version that they replace, so that of two
 * parallel runs one wins and the other sees it. An item whose time is over is as if it were not there: DynamoDB
 * deletes it "within a few days" ("Using time to live (TTL) in DynamoDB").
 */
export class StateTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #now: () => number;

  /** @param now epoch milliseconds */
  constructor(client: DynamoDBClient, table: string, now: () => number = Date.now) {
    this.#client = client;
    this.#table = table;
    this.#now = now;
  }

  async get<T>(kind: string, id: string): Promise<Stored<T> | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: key(kind, id), ConsistentRead: true }),
    );
    return Item === undefined || this.#isOver(Item) ? undefined : stored<T>(Item);
  }

  /**
   * Several items by one call, at most a hundred, in the order of their keys: undefined where there is none, null where
   * the answer had no room for it and it has to be asked for by itself.
   */
  async getMany<T>(keys: readonly ItemKey[]): Promise<readonly (Stored<T> | undefined | null)[]> {
    const table = this.#table;
    const { Responses, UnprocessedKeys } = await this.#client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [table]: { Keys: keys.map(({ kind, id }) => key(kind, id)), ConsistentRead: true },
        },
      }),
    );
    const placeOf = ({ kind, id }: Record<string, AttributeValue>) => JSON.stringify([kind?.S, id?.S]);
    const items = new Map(Responses?.[table]?.map((item) => [placeOf(item), item]));
    const unanswered = new Set(UnprocessedKeys?.[table]?.Keys?.map(placeOf));
    return keys.map(({ kind, id }) => {
      const place = placeOf(key(kind, id));
      if (unanswered.has(place)) return null;
      const item = items.get(place);
      return item === undefined || this.#isOver(item) ? undefined : stored<T>(item);
    });
  }

  #isOver({ expiration }: Record<string, AttributeValue>): boolean {
    return expiration?.N !== undefined && Number(expiration.N) <= this.#now() / 1000;
  }

  /**
   * Writes over the version that was read (0: there was none); false when another run was faster. A write whose
   * answer was lost is tried again by the SDK and then meets itself, which is no other run.
   *
   * @param expiration epoch seconds from which the item may be forgotten
   */
  async put<T>(kind: string, id: string, body: T, replaces: number, expiration: number): Promise<boolean> {
    const text = JSON.stringify(body);
    const version = String(replaces + 1);
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...key(kind, id),
            body: { S: text },
            version: { N: version },
            expiration: { N: String(Math.ceil(expiration)) },
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...(replaces === 0
            ? {
                ConditionExpression: 'attribute_not_exists(id) OR expiration <= :now',
                ExpressionAttributeValues: { ':now': { N: String(this.#now() / 1000) } },
              }
            : {
                ConditionExpression: 'version = :replaces',
                ExpressionAttributeValues: { ':replaces': { N: String(replaces) } },
              }),
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item?.['version']?.N === version && error.Item['body']?.S === text;
    }
  }

  /** Forgets the item if nobody has written it since. */
  async remove(kind: string, id: string, version: number): Promise<boolean> {
    try {
      await this.#client.send(
        new DeleteItemCommand({
          TableName: this.#table,
          Key: key(kind, id),
          ConditionExpression: 'version = :version',
          ExpressionAttributeValues: { ':version': { N: String(version) } },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** All items of a kind, in order of their ids. */
  async list<T>(kind: string): Promise<readonly Stored<T>[]> {
    const items: Stored<T>[] = [];
    await this.visit<T>(kind, (item) => {
      items.push(item);
    });
    return items;
  }

  /** The same one by one, for kinds of which there may be more than memory holds. */
  async visit<T>(kind: string, visitor: (item: Stored<T>) => void): Promise<void> {
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'kind = :kind',
          ExpressionAttributeValues: { ':kind': { S: kind } },
          ConsistentRead: true,
          ...(from !== undefined && { ExclusiveStartKey: from }),
        }),
      );
      for (const item of page.Items ?? []) if (!this.#isOver(item)) visitor(stored<T>(item));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}

function key(kind: string, id: string) {
  return { kind: { S: kind }, id: { S: id } };
}

function stored<T>(item: Record<string, AttributeValue>): Stored<T> {
  const { id, version, body, expiration } = item;
  if (id?.S === undefined || version?.N === undefined || body?.S === undefined) {
    throw new StateTableError(
      `an item of the state table lacks id, version or body: ${Object.keys(item).join(', ')}; delete it`,
    );
  }
  return {
    id: id.S,
    version: Number(version.N),
    body: JSON.parse(body.S) as T,
    expiration: expiration?.N === undefined ? undefined : Number(expiration.N),
  };
}
