import { type Synth, synth } from '../synth';
import type { Context } from '../variants';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are whatever CloudFormation takes
  readonly Properties: Readonly<Record<string, any>>;
  readonly DependsOn?: string | readonly string[];
}

/** A resource of the detection stack, or of the one with the workload's alarms, with its logical id. */
export interface Deployed extends Resource {
  readonly id: string;
}

export function resources(context: Context = {}, stack?: Synth['stacks'][number]): readonly Deployed[] {
  const { stacks, template } = synth(context);
  const asked = stack === undefined ? OF_DETECTION.filter((name) => stacks.includes(name)) : [stack];
  return asked.flatMap((name) => {
    const found: Readonly<Record<string, Resource>> = template(name).toJSON()['Resources'] ?? {};
    return Object.entries(found).map(([id, resource]) => ({ id, ...resource }));
  });
}

/** Alarms on the workload are in a stack of their own, for their number. */
const OF_DETECTION: readonly Synth['stacks'][number][] = ['detection', 'workloadAlarms'];

export function ofType(type: string, context: Context = {}): readonly Deployed[] {
  return resources(context).filter(({ Type }) => Type === type);
}

/** The only resource of that type for which it holds. */
export function the(
  type: string,
  is: (properties: Resource['Properties']) => boolean,
  context: Context = {},
): Deployed {
  const found = ofType(type, context).filter(({ Properties }) => is(Properties));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} resources of type ${type} are meant`);
  return only;
}

const KNOWN: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** A property as CloudFormation would fill it in; what only AWS knows is written `<LogicalId>`. */
export function filledIn(value: unknown, context: Context = {}): unknown {
  if (Array.isArray(value)) return value.map((item) => filledIn(item, context));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, inner] = entries[0] ?? [];
  if (entries.length === 1 && name === 'Ref') return refOf(String(inner), context);
  if (entries.length === 1 && name === 'Fn::GetAtt') return `<${(inner as readonly string[]).join('.')}>`;
  if (entries.length === 1 && name === 'Fn::ImportValue') return `<${String(inner)}>`;
  if (entries.length === 1 && name === 'Fn::Join') {
    const [separator, items] = inner as readonly [string, readonly unknown[]];
    return items.map((item) => filledIn(item, context)).join(separator);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, filledIn(item, context)]));
}

function refOf(id: string, context: Context): string {
  const known = KNOWN[id];
  if (known !== undefined) return known;
  const resource = resources(context).find((each) => each.id === id);
  return resource?.Type === 'AWS::SNS::Topic'
    ? `arn:aws:sns:eu-west-1:111122223333:${resource.Properties['TopicName']}`
    : `<${id}>`;
}
