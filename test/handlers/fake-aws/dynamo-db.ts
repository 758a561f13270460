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
}

/** Tables that remember, with the conditions on writes that the handlers rely on. */
export class FakeDynamoDb {
  readonly tables = new Map<string, Map<string, Item>>();

  /** Items of a table, in order of their keys. */
  items(table: string): readonly Item[] {
    const found = this.tables.get(table) ?? new Map<string, Item>();
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
  }

  answer(operation: string, request: Request): object {
    const table = this.tables.get(request.TableName) ?? new Map<string, Item>();
    this.tables.set(request.TableName, table);
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
        return { Items: this.items(request.TableName).filter((item) => holds(condition, item, expressions)) };
      }
      default:
        throw new ServiceError(400, 'UnknownOperationException', operation);
    }
  }
}

function keyOf(item: Item): string {
  return `${item['kind']?.S ?? ''} ${item['id']?.S ?? ''}`;
}
