import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../records/cloudtrail/cloudtrail-record';

/** A CloudFormation template whose intrinsic functions are resolved as far as they can be without deploying it. */
export interface ResolvedTemplate {
  readonly resources: ReadonlyMap<string, ResolvedResource>;
}

export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

const NO_VALUE = 'AWS::NoValue';

/**
 * Resolves a template: parameters to their defaults, joins and substitutions to text. What only the deployment knows
 * stays as a placeholder, `${Role.Arn}`. Of a condition, a text is left open; of objects, the first that is there is
 * taken; of items of a list, both.
 */
export function resolveTemplate(template: JsonObject): ResolvedTemplate {
  const parameters = isJsonObject(template['Parameters']) ? template['Parameters'] : {};
  const mappings = isJsonObject(template['Mappings']) ? template['Mappings'] : {};
  const resolver = new Resolver(parameters, mappings);
  const resources = new Map<string, ResolvedResource>();
  for (const [logicalId, resource] of entriesOf(template['Resources'])) {
    if (!isJsonObject(resource) || typeof resource['Type'] !== 'string') continue;
    const properties = resolver.resolve(resource['Properties']);
    resources.set(logicalId, {
      logicalId,
      type: resource['Type'],
      properties: isJsonObject(properties) ? properties : {},
    });
  }
  return { resources };
}

/** Resources, those of a loop among them: what it is about stays open, `Task${Name}`. */
function entriesOf(resources: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  if (!isJsonObject(resources)) return [];
  return Object.entries(resources).flatMap(([key, value]) =>
    key.startsWith('Fn::ForEach::') && Array.isArray(value)
      ? entriesOf(value.at(-1))
      : value === undefined
        ? []
        : [[key, value] as const],
  );
}

/** The logical id that a resolved text refers to: `${Role}` and `${Role.Arn}` both mean Role. */
export function referredId(text: string | undefined): string | undefined {
  return /^\$\{([A-Za-z0-9]+)(?:\.[\w.]+)?\}$/.exec(text ?? '')?.[1];
}

class Resolver {
  readonly #parameters: JsonObject;
  readonly #mappings: JsonObject;

  constructor(parameters: JsonObject, mappings: JsonObject) {
    this.#parameters = parameters;
    this.#mappings = mappings;
  }

  /** Undefined where the value is AWS::NoValue. */
  resolve(value: JsonValue | undefined): JsonValue | undefined {
    if (Array.isArray(value)) return value.flatMap((item: JsonValue) => this.#items(item));
    if (!isJsonObject(value)) return value;
    const [[name = '', argument] = [], ...others] = Object.entries(value);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.#call(name, argument);
    const fields = Object.entries(value).map(([key, inner]) => [key, this.resolve(inner)] as const);
    return Object.fromEntries(fields.filter(([, inner]) => inner !== undefined));
  }

  #items(item: JsonValue): readonly JsonValue[] {
    const branches = branchesOf(item);
    const values = (branches ?? [item]).map((branch) => this.resolve(branch));
    return values.filter((value) => value !== undefined);
  }

  #call(name: string, argument: JsonValue | undefined): JsonValue | undefined {
    switch (name) {
      case 'Ref':
        return this.#reference(asText(argument));
      case 'Fn::GetAtt':
        return `\${${Array.isArray(argument) ? argument.map(asText).join('.') : asText(argument)}}`;
      case 'Fn::Sub':
        return this.#substitute(argument);
      case 'Fn::Join':
        return this.#join(argument);
      case 'Fn::If':
        return this.#condition(argument);
      case 'Fn::Select':
        return this.#select(argument);
      case 'Fn::FindInMap':
        return this.#findInMap(argument);
      default:
        return `\${${name}}`;
    }
  }

  #reference(name: string): JsonValue | undefined {
    if (name === NO_VALUE) return undefined;
    const parameter = this.#parameters[name];
    // The default of such a parameter is a name in Parameter Store; its value is known to the deployment alone.
    const isLookedUp =
      isJsonObject(parameter) && asText(parameter['Type']).startsWith('AWS::SSM::Parameter::Value');
    const fallback = isJsonObject(parameter) && !isLookedUp ? parameter['Default'] : undefined;
    return fallback !== undefined && fallback !== null && fallback !== '' ? fallback : `\${${name}}`;
  }

  #substitute(argument: JsonValue | undefined): string {
    const [text, given] = Array.isArray(argument) ? argument : [argument, undefined];
    const values: JsonObject = isJsonObject(given) ? given : {};
    return asText(text).replace(/\$\{([^!}][^}]*)\}/g, (placeholder, name: string) => {
      const value = name in values ? this.resolve(values[name]) : this.#substituted(name);
      return value === undefined || isJsonObject(value) ? placeholder : asText(value);
    });
  }

  #substituted(name: string): JsonValue | undefined {
    return name.includes('.') ? `\${${name}}` : this.#reference(name);
  }

  #join(argument: JsonValue | undefined): JsonValue {
    const [separator, items] = Array.isArray(argument) ? argument : [];
    const resolved = this.resolve(items);
    if (!Array.isArray(resolved)) return `\${Fn::Join}`;
    return resolved.map(asText).join(asText(separator));
  }

  #condition(argument: JsonValue | undefined): JsonValue | undefined {
    const branches = (branchesOf({ 'Fn::If': argument }) ?? [])
      .map((branch) => this.resolve(branch))
      .filter((branch) => branch !== undefined);
    const structure = branches.find((branch) => typeof branch === 'object' && branch !== null);
    return structure ?? (branches.length === 0 ? undefined : `\${Fn::If}`);
  }

  #select(argument: JsonValue | undefined): JsonValue {
    const [index, items] = Array.isArray(argument) ? argument : [];
    const resolved = this.resolve(items);
    const item = Array.isArray(resolved) ? resolved[Number(index)] : undefined;
    return item ?? `\${Fn::Select}`;
  }

  #findInMap(argument: JsonValue | undefined): JsonValue {
    const keys = (Array.isArray(argument) ? argument : []).map((key: JsonValue) => asText(this.resolve(key)));
    let found: JsonValue | undefined = this.#mappings;
    for (const key of keys) found = isJsonObject(found) ? found[key] : undefined;
    return found ?? `\${Fn::FindInMap}`;
  }
}

/** A text, or what stands for it as JSON: a template may be wrong, and is judged all the same. */
function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function branchesOf(value: JsonValue): readonly JsonValue[] | undefined {
  const condition = isJsonObject(value) ? value['Fn::If'] : undefined;
  return Array.isArray(condition) ? condition.slice(1) : undefined;
}
