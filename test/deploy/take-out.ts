/** A CloudFormation template, as far as it is looked at here. */
export interface TemplateText {
  Resources?: Record<string, { Type: string; DependsOn?: string | string[] } & Record<string, unknown>>;
  [section: string]: unknown;
}

export interface Taken {
  readonly type: string;
  readonly id: string;
  readonly properties: unknown;
}

/** Alarms on an expression: the emulator knows alarms on one metric only, and says so when it is half-way. */
export function isMetricMathAlarm({ Type, Properties }: { Type: string; Properties?: unknown }): boolean {
  return (
    Type === 'AWS::CloudWatch::Alarm' &&
    (Properties as { Metrics?: unknown } | undefined)?.Metrics !== undefined
  );
}

/**
 * The template without the resources of these types. What referred to one of them refers to a name that says so:
 * the emulator needs some text there, and none of it is looked at.
 */
export function takeOut(
  template: TemplateText,
  types: readonly string[],
): { readonly template: TemplateText; readonly taken: readonly Taken[] } {
  const taken = Object.entries(template.Resources ?? {})
    .filter(([, resource]) => types.includes(resource.Type) || isMetricMathAlarm(resource))
    .map(([id, { Type, Properties }]) => ({ id, type: Type, properties: Properties }));
  const ids = new Set(taken.map(({ id }) => id));
  const rest = Object.fromEntries(
    Object.entries(template.Resources ?? {})
      .filter(([id]) => !ids.has(id))
      .map(([id, resource]) => {
        const { DependsOn, ...others } = resource;
        const left = [DependsOn ?? []].flat().filter((other) => !ids.has(other));
        return [id, left.length === 0 ? others : { ...others, DependsOn: left }];
      }),
  );
  return { template: withoutReferences({ ...template, Resources: rest }, ids) as TemplateText, taken };
}

function withoutReferences(value: unknown, ids: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutReferences(item, ids));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  const [of] = Array.isArray(attribute) ? attribute : [];
  for (const name of [Ref, of]) {
    if (typeof name === 'string' && ids.has(name)) return `taken-out-${name.toLowerCase()}`;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutReferences(item, ids)]));
}

/** The types in the emulator's refusal; empty for any other output. */
export function refusedTypes(output: string): readonly string[] {
  const [, list = ''] = /Unrecognized resource types: \[([^\]]*)\]/.exec(output) ?? [];
  return list.split(/,\s*/).filter((type) => type !== '');
}
