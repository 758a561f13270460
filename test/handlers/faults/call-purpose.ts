import { STATE, TRAIL_GROUP } from '../harness/environment';

interface Members {
  readonly TableName?: string;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Keyed[] }>>;
  readonly Key?: Keyed;
  readonly Item?: Keyed;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
  readonly logGroupName?: string;
}
type Keyed = Readonly<Record<string, { readonly S?: string }>>;

/** A call with what it is for, as `DynamoDB.PutItem story`: a handler makes many calls of one name. */
export function callPurpose(call: string, request: Readonly<Record<string, unknown>>): string {
  const purpose = purposeOf(call, request as Members);
  return purpose === undefined ? call : `${call} ${purpose}`;
}

function purposeOf(
  call: string,
  { TableName, RequestItems, Key, Item, ExpressionAttributeValues, logGroupName }: Members,
): string | undefined {
  if (call === 'Logs.FilterLogEvents')
    return logGroupName?.startsWith(TRAIL_GROUP) === true ? 'trail' : 'flows';
  if (!call.startsWith('DynamoDB.')) return undefined;
  const [many] = Object.values(RequestItems ?? {});
  if (many !== undefined) return briefly(many.Keys[0]?.['kind']?.S);
  if (TableName?.startsWith(STATE) === true)
    return briefly(Item?.['kind']?.S ?? Key?.['kind']?.S ?? ExpressionAttributeValues?.[':kind']?.S);
  return Item?.['status']?.S === 'COMPLETED' ? 'told' : 'telling';
}

/** What is remembered of each rule is one thing: there are a hundred rules. */
function briefly(kind: string | undefined): string | undefined {
  return kind?.startsWith('trail/') === true ? 'sightings' : kind;
}
