import { type Attribute, holds, type Item } from './condition';
import { ServiceError } from './service-error';

interface Request {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Attribute>>;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly ExclusiveStartKey?: Item;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
}

/** "Quotas in Amazon DynamoDB": an item with its names, a sort key, and the page of a query. */
const MOST_ITEM_BYTES = 400 * 1024;
const MOST_KEY_BYTES = 1_024;
const MOST_KEYS = 100;
const MOST_PAGE_BYTES = 1024 * 1024;

/** Tables that remember, with the conditions on writes that the handlers rely on, and DynamoDB's limits. */
export class FakeDynamoDb {
  readonly tables = new Map<string, Map<string, Item>>();

  /** Items of a table, in order of their keys. */
  items(table: string): readonly Item[] {
    const found = this.tables.get(table) ?? new Map<string, Item>();
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
  }

  /** Every item as it is now. */
  left(): ReadonlyMap<string, ReadonlyMap<string, Item>> {
    return new Map([...this.tables].map(([name, table]) => [name, new Map(table)]));
  }

  restore(left: ReturnType<FakeDynamoDb['left']>): void {
    for (const [name, table] of left) this.tables.set(name, new Map(table));
  }

  #batch(items: NonNullable<Request['RequestItems']>): object {
    const found = Object.entries(items).map(([name, { Keys: keys }]) => {
      if (keys.length > MOST_KEYS || new Set(keys.map(keyOf)).size < keys.length) {
        throw new ServiceError(400, 'ValidationException', 'Too many items, or one of them twice');
      }
      const table = this.tables.get(name);
      return [name, keys.flatMap((key) => table?.get(keyOf(key)) ?? [])];
    });
    return { Responses: Object.fromEntries(found) };
  }

  answer(operation: string, request: Request): object {
    if (operation === 'BatchGetItem') return this.#batch(request.RequestItems ?? {});
    const table = this.tables.get(request.TableName) ?? new Map<string, Item>();
    this.tables.set(request.TableName, table);
    checkLimits(request);
    const key = keyOf(request.Key ?? request.Item ?? {});
    const known = table.get(key);
    const expressions = {
      names: request.ExpressionAttributeNames ?? {},
      values: request.ExpressionAttributeValues ?? {},
    };
    if (
      request.ConditionExpression !== undefined &&
      !holds(request.ConditionExpression, known, expressions)
    ) {
      throw new ServiceError(400, 'ConditionalCheckFailedException', 'The conditional request failed', {
        ...(request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && { Item: known }),
      });
    }
    switch (operation) {
      case 'GetItem':
        return known === undefined ? {} : { Item: known };
      case 'PutItem':
        table.set(key, request.Item ?? {});
        return {};
      case 'DeleteItem':
        table.delete(key);
        return {};
      case 'UpdateItem': {
        const changed: Record<string, Attribute> = { ...(known ?? request.Key) };
        for (const part of (request.UpdateExpression ?? '').replace(/^SET /, '').split(',')) {
          const [name = '', value = ''] = part.split('=').map((side) => side.trim());
          changed[expressions.names[name] ?? name] = expressions.values[value] as Attribute;
        }
        table.set(key, changed);
        return {};
      }
      case 'Query': {
        const condition = request.KeyConditionExpression ?? '';
        const after = request.ExclusiveStartKey === undefined ? '' : keyOf(request.ExclusiveStartKey);
        const found = this.items(request.TableName).filter(
          (item) => holds(condition, item, expressions) && keyOf(item) > after,
        );
        return pageOf(found);
      }
      default:
        throw new ServiceError(400, 'UnknownOperationException', operation);
    }
  }
}

function checkLimits({ Item: item, Key: key }: Request): void {
  const keys = Object.entries(key ?? item ?? {}).filter(([name]) => name === 'id' || name === 'kind');
  for (const [name, { S: value = '' }] of keys) {
    if (value === '') {
      throw new ServiceError(400, 'ValidationException', `an empty string value for key: ${name}`);
    }
    if (Buffer.byteLength(value) > MOST_KEY_BYTES) {
      throw new ServiceError(
        400,
        'ValidationException',
        'Size of rangekey has exceeded the maximum size limit',
      );
    }
  }
  if (item !== undefined && sizeOf(item) > MOST_ITEM_BYTES) {
    throw new ServiceError(400, 'ValidationException', 'Item size has exceeded the maximum allowed size');
  }
}

/** Names and values count, in UTF-8. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, { S = '', N = '' }]) => sum + Buffer.byteLength(name) + Buffer.byteLength(S) + N.length,
    0,
  );
}

function pageOf(items: readonly Item[]): object {
  let bytes = 0;
  const end = items.findIndex((item) => {
    bytes += sizeOf(item);
    return bytes > MOST_PAGE_BYTES;
  });
  if (end < 0) return { Items: items };
  const page = items.slice(0, Math.max(1, end));
  const { kind, id } = page.at(-1) as Item;
  return { Items: page, LastEvaluatedKey: { kind, id } };
}

function keyOf(item: Item): string {
  return `${item['kind']?.S ?? ''} ${item['id']?.S ?? ''}`;
}
