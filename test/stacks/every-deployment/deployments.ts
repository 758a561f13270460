import { type StackName, synth } from '../synth';
import { EVERY } from '../variants';

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a template says is only known when it is looked at
  readonly Properties?: any;
}

/** A synthesized template, as far as the suites read it. */
export interface StackTemplate {
  readonly Description?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { Name: string } }>
  >;
}

export interface Deployment {
  readonly variant: string;
  readonly mode: 'demo' | 'production';
  readonly templates: ReadonlyMap<StackName, StackTemplate>;
}

let made: readonly Deployment[] | undefined;

/** Every deployment that is checked, synthesized once for all suites. */
export function deployments(): readonly Deployment[] {
  made ??= Object.entries(EVERY).map(([variant, context]) => {
    const { stacks, template } = synth(context);
    return {
      variant,
      mode: context['mode'] === 'production' ? 'production' : 'demo',
      templates: new Map(stacks.map((name) => [name, template(name).toJSON() as StackTemplate])),
    };
  });
  return made;
}

export interface PlacedResource {
  readonly variant: string;
  readonly mode: Deployment['mode'];
  readonly stack: StackName;
  readonly id: string;
  readonly resource: Resource;
}

/** All resources of all deployments, of one type if it is given. */
export function resources(type?: string): readonly PlacedResource[] {
  return deployments().flatMap(({ variant, mode, templates }) =>
    [...templates].flatMap(([stack, { Resources }]) =>
      Object.entries(Resources)
        .filter(([, { Type }]) => type === undefined || Type === type)
        .map(([id, resource]) => ({ variant, mode, stack, id, resource })),
    ),
  );
}

/** A logical id as it is written in the code: without the hash at its end. */
export const plainId = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

/** A value of a template as text: `<TrailBucket.Arn>/AWSLogs/*`, the same whichever stack has the resource. */
export function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [name = '', inner] = Object.entries(value)[0] ?? [];
  switch (name) {
    case 'Ref':
      return `<${plainId(String(inner))}>`;
    case 'Fn::GetAtt':
      return `<${plainId(String(inner[0]))}.${inner.slice(1).join('.')}>`;
    case 'Fn::ImportValue':
      return `<${importedId(String(inner))}>`;
    case 'Fn::Join':
      return inner[1].map(flat).join(inner[0]);
    case 'Fn::Sub':
      return String(inner);
    default:
      return JSON.stringify(value);
  }
}

/** `harborwatch-network:ExportsOutputFnGetAttBucket297DD8BBArn3987E4CD` is `Bucket.Arn`. */
function importedId(exported: string): string {
  const [, kind, id = '', attribute = ''] =
    /:ExportsOutput(Ref|FnGetAtt)(\w+?)[0-9A-F]{8}(\w*?)[0-9A-F]{8}$/.exec(exported) ?? [];
  return kind === 'FnGetAtt' ? `${id}.${attribute}` : id;
}

export const asList = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];
