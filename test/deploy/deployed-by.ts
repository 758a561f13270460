import { STACK_IDS, type StackId } from '../../stacks/stack-ids';
import { type StackName, synth } from '../stacks/synth';
import { type TemplateText, takeOut } from './take-out';
import { TAKEN_OUT } from './taken-out';

/** Settings as `-c` gives them. */
export type Context = Readonly<Record<string, string>>;

interface InTemplate {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/**
 * The templates that settings make, by stack in the order in which they are deployed, as the emulator takes them: without
 * what it refuses, without what CDK's helpers do after a deploy, and with code of one line in the place of files that only
 * `cdk deploy` uploads.
 */
export function deployedBy(context: Context): {
  readonly name: string;
  readonly templates: ReadonlyMap<StackId, TemplateText>;
} {
  const { stacks, id: idOf, template } = synth({ deployRoles: '', homeRegions: '', ...context });
  const byId = new Map(stacks.map((one): [string, StackName] => [idOf(one), one]));
  const templates = STACK_IDS.flatMap((id): [StackId, TemplateText][] => {
    const one = byId.get(id);
    return one === undefined ? [] : [[id, forEmulator(template(one).toJSON())]];
  });
  return { name: context['name'] ?? 'harborwatch', templates: new Map(templates) };
}

function forEmulator(whole: TemplateText): TemplateText {
  const custom = Object.values(whole.Resources ?? {})
    .map(({ Type }) => Type)
    .filter((type) => type.startsWith('Custom::'));
  const { template } = takeOut(whole, [...TAKEN_OUT, ...custom]);
  const { Rules: _, Parameters: __, ...rest } = template;
  const resources = Object.entries(template.Resources ?? {}).map(([id, resource]) => {
    const { Type, Properties } = resource as unknown as InTemplate;
    if (Type !== 'AWS::Lambda::Function') return [id, resource] as const;
    const Code = { ZipFile: 'exports.handler = async () => {};' };
    return [id, { ...resource, Properties: { ...Properties, Code } }] as const;
  });
  return { ...rest, Resources: Object.fromEntries(resources) };
}
