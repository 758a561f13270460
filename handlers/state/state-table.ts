import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactGetItemsCommand,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

/** An item as it was read; `version` is what the next write must name. */
export interface Stored<T> {
  readonly id: string;
  readonly version: number;
  readonly body: T;
  /** Epoch seconds from which it is as if it were not there. */
  readonly expiration?: number | undefined;
}

/** A write over the version that was read; 0: there was none. */
export interface StateWrite<T> {
  readonly id: string;
  readonly body: T;
  readonly replaces: number;
  /** Epoch seconds from which the item may be forgotten. */
  readonly expiration: number;
}

/** "Quotas in Amazon DynamoDB": items of one transaction; 4 MiB of them, of which names and numbers take some. */
export const MOST_TOGETHER = 100;
const MOST_TOGETHER_BYTES = 3 * 1024 * 1024;

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
    const put = this.#put(kind, { id, body, replaces, expiration });
    try {
      await this.#client.send(new PutItemCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
      return true;
    } catch (error) {
      if (error instanceof TransactionConflictException) return false;
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { version, body: text } = put.Item;
      return error.Item?.['version']?.N === version.N && error.Item['body']?.S === text.S;
    }
  }

  #put<T>(kind: string, { id, body, replaces, expiration }: StateWrite<T>) {
    return {
      TableName: this.#table,
      Item: {
        ...key(kind, id),
        body: { S: JSON.stringify(body) },
        version: { N: String(replaces + 1) },
        expiration: { N: String(Math.ceil(expiration)) },
      },
      ...(replaces === 0
        ? {
            ConditionExpression: 'attribute_not_exists(id) OR expiration <= :now',
            ExpressionAttributeValues: { ':now': { N: String(this.#now() / 1000) } },
          }
        : {
            ConditionExpression: 'version = :replaces',
            ExpressionAttributeValues: { ':replaces': { N: String(replaces) } },
          }),
    };
  }

  /**
   * Reads up to `MOST_TOGETHER` items in one call, which costs a hundredth of as many; undefined where that fails, whatever
   * the reason: whoever reads them one by one meets it.
   */
  async getTogether<T>(
    kind: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Stored<T>> | undefined> {
    try {
      const { Responses = [] } = await this.#client.send(
        new TransactGetItemsCommand({
          TransactItems: ids.map((id) => ({ Get: { TableName: this.#table, Key: key(kind, id) } })),
        }),
      );
      const found = Responses.flatMap(({ Item }) =>
        Item === undefined || this.#isOver(Item) ? [] : [stored<T>(Item)],
      );
      return new Map(found.map((item) => [item.id, item]));
    } catch {
      // Another run writes one of them, one is of no use, or the table does not answer: told by the read of that one.
      return undefined;
    }
  }

  /**
   * Writes up to `MOST_TOGETHER` items of different ids in one call, all of them or none.
   *
   * @returns false where none was written, as far as one knows, whatever the reason: whoever writes them one by one, after
   * a look at what is there, meets it
   */
  async putTogether<T>(kind: string, writes: readonly StateWrite<T>[]): Promise<boolean> {
    const puts = writes.map((write) => this.#put(kind, write));
    const bytes = puts.reduce((sum, { Item }) => sum + Buffer.byteLength(Item.body.S), 0);
    if (bytes > MOST_TOGETHER_BYTES) return false;
    try {
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
      return true;
    } catch {
      // Another run was faster with one of them, or the table does not answer: told by the write of that one.
      return false;
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
      // Written by another run at this moment, as one of many.
      if (error instanceof TransactionConflictException) return false;
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
