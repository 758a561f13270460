import { type StackName, synth } from '../stacks/synth';
import type { Context } from '../stacks/variants';

/** A widget as CloudWatch takes it; names that only AWS knows are written `<type attribute>`. */
export interface Widget {
  readonly dashboard: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  // biome-ignore lint/suspicious/noExplicitAny: the properties of a widget are whatever CloudWatch takes
  readonly properties: Readonly<Record<string, any>>;
}

/** A metric that a widget draws. */
export interface DrawnMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly period: number;
}

const KNOWN: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
};

/** Every widget of every dashboard, in the order in which they stand. */
export function widgetsOf(context: Context): readonly Widget[] {
  const { Resources = {} } = synth(context).template('dashboard').toJSON();
  return Object.values(Resources as Record<string, { Properties: Record<string, unknown> }>).flatMap(
    ({ Properties }) => {
      const body = JSON.parse(bodyOf(Properties['DashboardBody'], context));
      return (body.widgets as Omit<Widget, 'dashboard'>[]).map((widget) => ({
        ...widget,
        dashboard: bodyOf(Properties['DashboardName'], context),
      }));
    },
  );
}

/** The body as it is deployed, with what only AWS knows filled in. */
export function bodyOf(value: unknown, context: Context): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, Ref, 'Fn::ImportValue': imported } = value as Record<string, unknown>;
  if (join !== undefined) {
    const [separator, parts] = join as [string, readonly unknown[]];
    return parts.map((part) => bodyOf(part, context)).join(separator);
  }
  if (imported !== undefined) return `<${exportOf(String(imported), context)}>`;
  const known = KNOWN[String(Ref)];
  if (known === undefined) throw new Error(`a dashboard names ${JSON.stringify(value)}`);
  return known;
}

/** What an export stands for: the resource's type, and the attribute of it that is exported. */
function exportOf(name: string, context: Context): string {
  const stacks = synth(context).stacks;
  for (const stack of stacks) {
    const { Resources = {}, Outputs = {} } = synth(context)
      .template(stack as StackName)
      .toJSON();
    const output = (Object.values(Outputs) as { Value: unknown; Export?: { Name: string } }[]).find(
      (each) => each.Export?.Name === name,
    );
    if (output === undefined) continue;
    const { Ref, 'Fn::GetAtt': attribute } = output.Value as {
      Ref?: string;
      'Fn::GetAtt'?: [string, string];
    };
    const id = Ref ?? attribute?.[0] ?? '';
    return `${Resources[id]?.Type} ${attribute?.[1] ?? 'Ref'}`;
  }
  throw new Error(`no stack of this deployment exports ${name}`);
}

/** The metrics of a graph; expressions are not among them. */
export function metricsOf({ properties }: Widget): readonly DrawnMetric[] {
  return ((properties['metrics'] ?? []) as readonly (readonly unknown[])[]).flatMap((line) => {
    const options = (typeof line.at(-1) === 'object' ? line.at(-1) : {}) as Record<string, unknown>;
    if ('expression' in options) return [];
    const [namespace, name, ...pairs] = line.filter((part) => typeof part === 'string') as string[];
    const dimensions: Record<string, string> = {};
    for (let at = 0; at < pairs.length; at += 2) dimensions[pairs[at] ?? ''] = pairs[at + 1] ?? '';
    return [
      {
        namespace: namespace ?? '',
        name: name ?? '',
        dimensions,
        statistic: String(options['stat'] ?? properties['stat'] ?? 'Average'),
        period: Number(options['period'] ?? properties['period'] ?? 300),
      },
    ];
  });
}

/** The expressions of a graph. */
export function expressionsOf({ properties }: Widget): readonly string[] {
  return ((properties['metrics'] ?? []) as readonly (readonly unknown[])[]).flatMap((line) => {
    const { expression } = (typeof line.at(-1) === 'object' ? line.at(-1) : {}) as { expression?: string };
    return expression === undefined ? [] : [expression];
  });
}
