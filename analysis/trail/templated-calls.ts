import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { firstParsed, isObject, listOf, objectsAt, textAt, textsAt } from './json-path';

/** A call of ECS that a service makes later. */
interface Template {
  readonly eventName: string;
  /** With the member names of a record of that call. */
  readonly request: JsonObject;
}

/**
 * The calls of ECS that a record's request is a template for, each as the record that it will leave: `RunTask` with its
 * task definition, overrides and network. None of other records.
 */
export function templatedRecords(record: CloudTrailRecord): readonly CloudTrailRecord[] {
  const { requestParameters: request } = record;
  return templatesIn(record.eventSource, request).map(({ eventName, request: templated }) => ({
    ...record,
    eventSource: 'ecs.amazonaws.com',
    eventName,
    requestParameters: templated,
    responseElements: null,
  }));
}

function templatesIn(eventSource: string, request: JsonObject | null | undefined): readonly Template[] {
  switch (eventSource) {
    case 'scheduler.amazonaws.com':
      return objectsAt(request, 'target').flatMap(ofTarget);
    case 'events.amazonaws.com':
      return objectsAt(request, 'targets[]').flatMap(ofTarget);
    case 'pipes.amazonaws.com':
      return objectsAt(request, 'targetParameters').flatMap((parameters) =>
        objectsAt(parameters, 'ecsTaskParameters').map((task) =>
          runTask(task, parsed(parameters['inputTemplate'])),
        ),
      );
    case 'states.amazonaws.com':
      return statesIn(parsed(request?.['definition'])).flatMap(ofState);
    default:
      return [];
  }
}

/** A target runs a task by its parameters, with the overrides in its input, or it calls ECS with its input. */
function ofTarget(target: JsonObject): readonly Template[] {
  const inputs = [
    parsed(target['input']),
    ...textsAt(target, 'inputTransformer.inputTemplate').map(parsed),
  ].filter(isObject);
  const [input] = inputs;
  const called = calledBy(textAt(target, 'arn') ?? '');
  if (called !== undefined) return [{ eventName: called, request: withSmallNames(input ?? {}) }];
  return objectsAt(target, 'ecsParameters').map((parameters) => runTask(parameters, input));
}

function runTask(parameters: JsonObject, overrides: JsonValue | undefined): Template {
  const given = withSmallNames(parameters);
  const inner = isObject(overrides)
    ? { ...objectIn(given['overrides']), ...withSmallNames(overrides) }
    : given['overrides'];
  return {
    eventName: 'RunTask',
    request: {
      ...given,
      ...(given['taskDefinitionArn'] !== undefined && { taskDefinition: given['taskDefinitionArn'] }),
      ...(inner !== undefined && { overrides: inner }),
    },
  };
}

const objectIn = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

/** `RunTask` of `arn:aws:scheduler:::aws-sdk:ecs:runTask` and of `arn:aws:states:::ecs:runTask.sync`. */
function calledBy(arn: string): string | undefined {
  const [, name] = /^arn:aws[\w-]*:(?:scheduler|states):::(?:aws-sdk:)?ecs:(\w+)/.exec(arn) ?? [];
  return name === undefined ? undefined : name.charAt(0).toUpperCase() + name.slice(1);
}

function ofState(state: JsonObject): readonly Template[] {
  const called = calledBy(textAt(state, 'Resource') ?? '');
  if (called === undefined) return [];
  const given = [state['Parameters'], state['Arguments']].find(isObject) ?? {};
  return [{ eventName: called, request: withSmallNames(given) }];
}

/** State machines hold others in their maps and branches; nobody writes them deeper. */
const DEEPEST = 20;

/** All states of a machine, in maps and branches too. */
function statesIn(machine: JsonValue | undefined, depth = 0): readonly JsonObject[] {
  if (!isObject(machine) || !isObject(machine['States']) || depth > DEEPEST) return [];
  return Object.values(machine['States']).flatMap((state) =>
    isObject(state)
      ? [
          state,
          ...[state['Iterator'], state['ItemProcessor'], ...listOf(state['Branches'])].flatMap((inner) =>
            statesIn(inner, depth + 1),
          ),
        ]
      : [],
  );
}

/** JSON in a text; a template of a transformer has placeholders, `<name>`, without quotes. */
function parsed(text: JsonValue | undefined): JsonValue | undefined {
  if (typeof text !== 'string') return text;
  return firstParsed([text, text.replaceAll(/(?<!["\w])<[\w.-]+>(?!["\w])/g, '"$&"')]);
}

/** Members as CloudTrail writes them: `TaskDefinition`, and `TaskDefinition.$` of a state, are `taskDefinition`. */
function withSmallNames(value: JsonObject): JsonObject {
  return small(value, 0) as JsonObject;
}

function small(value: JsonValue, depth: number): JsonValue {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => small(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      (name.charAt(0).toLowerCase() + name.slice(1)).replace(/\.\$$/, ''),
      small(member ?? null, depth + 1),
    ]),
  );
}
