import { isJsonObject, type JsonObject, type JsonValue } from '../../../records/cloudtrail/cloudtrail-record';

/** A task definition as Terraform holds it, in the API's spelling. */
export interface TerraformTask {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly document: JsonObject;
}

const TYPE = 'aws_ecs_task_definition';

/**
 * The task definitions of a plan or state (`terraform show -json`) or of configuration in JSON (`*.tf.json`). A plan
 * has each of them several times: what is planned counts.
 */
export function terraformTasks(document: JsonObject): readonly TerraformTask[] {
  for (const part of ['planned_values', 'values'] as const) {
    const root = isJsonObject(document[part]) ? document[part]['root_module'] : undefined;
    if (isJsonObject(root)) return inModule(root, [part, 'root_module']);
  }
  const resource = document['resource'];
  const ours = isJsonObject(resource) ? resource[TYPE] : undefined;
  if (!isJsonObject(ours)) return [];
  return Object.entries(ours).flatMap(([name, value]) => {
    const body = Array.isArray(value) ? value[0] : value;
    return isJsonObject(body)
      ? [{ name: `${TYPE}.${name}`, path: ['resource', TYPE, name], document: inApiWords(body) }]
      : [];
  });
}

function inModule(module: JsonObject, path: readonly (string | number)[]): readonly TerraformTask[] {
  const items = (name: string) =>
    (Array.isArray(module[name]) ? module[name] : []).map(
      (item: JsonValue, index) => [item, [...path, name, index]] as const,
    );
  return [
    ...items('resources').flatMap(([item, place]) =>
      isJsonObject(item) && item['type'] === TYPE && isJsonObject(item['values'])
        ? [
            {
              name: String(item['address'] ?? TYPE),
              path: [...place, 'values'],
              document: inApiWords(item['values']),
            },
          ]
        : [],
    ),
    ...items('child_modules').flatMap(([item, place]) => (isJsonObject(item) ? inModule(item, place) : [])),
  ];
}

/** `network_mode` is `networkMode`; a block of one is that block; `volume` blocks are `volumes`. */
function inApiWords(values: JsonObject): JsonObject {
  const { container_definitions: containers, volume, ...rest } = values;
  const volumes = Array.isArray(volume) ? volume.filter(isJsonObject) : isJsonObject(volume) ? [volume] : [];
  return {
    ...camelCased(rest),
    ...(containers !== undefined && { containerDefinitions: containers }),
    volumes: volumes.map((one) => {
      const { host_path: sourcePath, ...more } = one;
      return { ...camelCased(more), ...(sourcePath && { host: { sourcePath } }) };
    }),
  };
}

function camelCased(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      unwrapped(value),
    ]),
  );
}

function unwrapped(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) {
    const [first] = value;
    return value.length === 1 && isJsonObject(first) ? camelCased(first) : value;
  }
  return isJsonObject(value) ? camelCased(value) : (value ?? null);
}
