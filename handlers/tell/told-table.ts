import { randomUUID } from 'node:crypto';
import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/**
 * Powertools' idempotency records in DynamoDB: key `id`, TTL `expiration`, the answer as JSON text.
 *
 * Powertools' own layer needs a second package of the SDK to translate attributes; four of them need no translation.
 */
export class ToldTable extends BasePersistenceLayer {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    super();
    this.#client = client;
    this.#table = table;
  }

  protected async _getRecord(id: string): Promise<IdempotencyRecord> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    if (Item === undefined) throw new IdempotencyItemNotFoundError();
    return toRecord(Item);
  }

  /**
   * Takes the key, unless somebody has it: done and not forgotten, or at work and not yet out of time. A write whose
   * answer was lost is tried again by the SDK and then meets itself, which is nobody else.
   */
  protected async _putRecord(record: IdempotencyRecord): Promise<void> {
    const now = Date.now();
    const holder = randomUUID();
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: { ...toItem(record), holder: { S: holder } },
          ConditionExpression:
            'attribute_not_exists(id) OR expiration < :now OR (#status = :inProgress AND inProgressUntil < :nowMilliseconds)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':now': { N: String(Math.floor(now / 1000)) },
            ':nowMilliseconds': { N: String(now) },
            ':inProgress': { S: IdempotencyRecordStatus.INPROGRESS },
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (error.Item?.['holder']?.S === holder) return;
      throw new IdempotencyItemAlreadyExistsError(
        `${record.idempotencyKey} is told, or being told`,
        error.Item === undefined ? undefined : toRecord(error.Item),
      );
    }
  }

  protected async _updateRecord(record: IdempotencyRecord): Promise<void> {
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: toItem(record) }));
  }

  protected async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    await this.#client.send(
      new DeleteItemCommand({ TableName: this.#table, Key: { id: { S: record.idempotencyKey } } }),
    );
  }
}

function toItem(record: IdempotencyRecord): Item {
  const { idempotencyKey, expiryTimestamp, inProgressExpiryTimestamp, responseData } = record;
  return {
    id: { S: idempotencyKey },
    status: { S: record.getStatus() },
    ...(expiryTimestamp !== undefined && { expiration: { N: String(expiryTimestamp) } }),
    ...(inProgressExpiryTimestamp !== undefined && {
      inProgressUntil: { N: String(inProgressExpiryTimestamp) },
    }),
    ...(responseData !== undefined && { answer: { S: JSON.stringify(responseData) } }),
  };
}

function toRecord({ id, status, expiration, inProgressUntil, answer }: Item): IdempotencyRecord {
  return new IdempotencyRecord({
    idempotencyKey: id?.S ?? '',
    status:
      status?.S === IdempotencyRecordStatus.COMPLETED
        ? IdempotencyRecordStatus.COMPLETED
        : IdempotencyRecordStatus.INPROGRESS,
    ...(expiration?.N !== undefined && { expiryTimestamp: Number(expiration.N) }),
    ...(inProgressUntil?.N !== undefined && { inProgressExpiryTimestamp: Number(inProgressUntil.N) }),
    ...(answer?.S !== undefined && { responseData: JSON.parse(answer.S) }),
  });
}
