import { ACCOUNT, functionArn, REGION } from './deployment';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
}
export type Properties = Readonly<Record<string, unknown>>;

export interface CfnTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What CloudFormation would make of references: physical names where the template gives them, else logical ids. */
export class Resolver {
  readonly #templates: readonly CfnTemplate[];

  constructor(templates: readonly CfnTemplate[]) {
    this.#templates = templates;
  }

  /** Every resource of a type with its properties, references resolved. */
  of(type: string): readonly (readonly [logicalId: string, properties: Properties])[] {
    return this.#templates.flatMap((template) =>
      Object.entries(template.Resources).flatMap(([id, resource]) =>
        resource.Type === type
          ? [[id, this.resolve(resource.Properties ?? {}, template) as Properties] as const]
          : [],
      ),
    );
  }

  resolve(value: unknown, template: CfnTemplate): unknown {
    if (Array.isArray(value)) return value.map((each) => this.resolve(each, template));
    if (typeof value !== 'object' || value === null) return value;
    const [[key, inner] = [], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (key === 'Ref')
        return PSEUDO[String(inner)] ?? nameOf(String(inner), this.#named(String(inner), template));
      if (key === 'Fn::GetAtt') {
        const [id, attribute] = inner as readonly string[];
        return attributeOf(id ?? '', attribute ?? '', this.#named(id ?? '', template));
      }
      if (key === 'Fn::ImportValue') return this.#imported(String(inner));
      if (key === 'Fn::If') {
        const [condition, yes, no] = inner as readonly [string, unknown, unknown];
        return this.resolve(this.#holds(template.Conditions?.[condition], template) ? yes : no, template);
      }
      if (key === 'Fn::FindInMap') {
        const [map = '', first = '', second = ''] = (inner as readonly unknown[]).map((part) =>
          String(this.resolve(part, template)),
        );
        return template.Mappings?.[map]?.[first]?.[second];
      }
      if (key === 'Fn::Join') {
        const [between, parts] = inner as readonly [string, readonly unknown[]];
        return parts.map((part) => String(this.resolve(part, template))).join(between);
      }
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, this.resolve(each, template)]),
    );
  }

  /** The template with the name of one resource filled in: a name may hold the region. */
  #named(id: string, template: CfnTemplate): CfnTemplate {
    const resource = template.Resources[id];
    const property = NAMES[resource?.Type ?? ''];
    const name = property === undefined ? undefined : resource?.Properties?.[property];
    if (resource === undefined || property === undefined || typeof name !== 'object') return template;
    const Properties = { ...resource.Properties, [property]: this.resolve(name, template) };
    return { ...template, Resources: { ...template.Resources, [id]: { ...resource, Properties } } };
  }

  #holds(condition: unknown, template: CfnTemplate): boolean {
    const [[key, inner] = []] = Object.entries(condition ?? {});
    const parts = inner as readonly unknown[];
    switch (key) {
      case 'Fn::Equals':
        return this.resolve(parts[0], template) === this.resolve(parts[1], template);
      case 'Fn::Or':
        return parts.some((part) => this.#holds(part, template));
      default:
        throw new Error(`condition not understood: ${JSON.stringify(condition)}`);
    }
  }

  #imported(name: string): unknown {
    for (const template of this.#templates) {
      const output = Object.values(template.Outputs ?? {}).find(({ Export }) => Export?.Name === name);
      if (output !== undefined) return this.resolve(output.Value, template);
    }
    throw new Error(`no stack exports ${name}`);
  }
}

/** The property that names a resource, by its type. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Athena::WorkGroup': 'Name',
};

function physicalName(id: string, template: CfnTemplate): string {
  const resource = template.Resources[id];
  const name = resource?.Properties?.[NAMES[resource.Type] ?? ''];
  return typeof name === 'string' ? name : id.toLowerCase();
}

function nameOf(id: string, template: CfnTemplate): string {
  const name = physicalName(id, template);
  const { Type, Properties } = template.Resources[id] ?? {};
  if (Type === 'AWS::Lambda::Alias') {
    const { Ref = '' } = (Properties?.['FunctionName'] ?? {}) as { Ref?: string };
    return `${functionArn(physicalName(Ref, template))}:${String(Properties?.['Name'])}`;
  }
  return template.Resources[id]?.Type === 'AWS::SNS::Topic'
    ? `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`
    : name;
}

function attributeOf(id: string, attribute: string, template: CfnTemplate): string {
  const name = physicalName(id, template);
  if (attribute !== 'Arn') return name;
  switch (template.Resources[id]?.Type) {
    case 'AWS::Lambda::Function':
      return functionArn(name);
    case 'AWS::SQS::Queue':
      return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
    case 'AWS::Logs::LogGroup':
      return `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}:*`;
    case 'AWS::CloudTrail::Trail':
      return `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`;
    case 'AWS::CloudWatch::Alarm':
      return `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    default:
      return `arn:aws:any:${REGION}:${ACCOUNT}:${name}`;
  }
}
