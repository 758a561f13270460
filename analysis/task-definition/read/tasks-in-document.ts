import {
  type CloudTrailRecord,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../records/cloudtrail/cloudtrail-record';
import { NO_SURROUNDINGS, type Surroundings } from '../surroundings';
import type { TaskDefinition } from '../task-definition';
import { objectOf, parsedJson, textOf } from './fields';
import { resolveTemplate } from './template/resolve-template';
import { rolePolicies } from './template/role-policies';
import { taskUses } from './template/task-uses';
import { terraformTasks } from './terraform';
import { isTaskDefinition, understandTaskDefinition } from './understand-task-definition';

export type DocumentPath = readonly (string | number)[];

/** One task definition that stands in a document, with what the document says of its use. */
export interface FoundTask {
  /** How a message calls it: its family, its logical id, the record's id. */
  readonly name: string;
  /** Where it stands in the document, from its root: `['Resources', 'Task', 'Properties']`. */
  readonly path: DocumentPath;
  readonly definition: TaskDefinition;
  readonly surroundings: Surroundings;
}

const REGISTRATIONS: ReadonlySet<string> = new Set([
  'RegisterTaskDefinition',
  'RegisterDaemonTaskDefinition',
]);

/**
 * The task definitions in a parsed document: a definition by itself (as `register-task-definition` takes it or
 * `describe-task-definition` gives it) or its containers alone, a CloudFormation template, a plan of Terraform, items of
 * AWS Config, or records of CloudTrail and events of EventBridge. None where the document
 * is something else.
 */
export function tasksInDocument(
  document: JsonValue,
  ownRegistries: readonly string[] = [],
): readonly FoundTask[] {
  return tasksBelow(document, [], { ...NO_SURROUNDINGS, ownRegistries });
}

/** The definition that a call registered, judged even where the call was refused. */
export function taskInRecord(
  record: CloudTrailRecord,
  ownRegistries: readonly string[] = [],
): FoundTask | undefined {
  return inRecord(record, [], { ...NO_SURROUNDINGS, ownRegistries })[0];
}

/** What holds a definition or a record: events of EventBridge, items of AWS Config and what lists these. */
const WRAPPERS: readonly string[] = ['detail', 'configuration', 'configurationItem', 'configurationItems'];

/** What containers of other tools do not have. */
const OF_CONTAINERS = ['essential', 'logConfiguration', 'portMappings', 'mountPoints', 'memoryReservation'];

/** Container definitions by themselves, as `--container-definitions` takes them and Terraform renders them. */
function isContainers(items: readonly JsonValue[]): boolean {
  return (
    items.length > 0 &&
    items.every(
      (item) => isJsonObject(item) && typeof item['name'] === 'string' && typeof item['image'] === 'string',
    ) &&
    items.some((item) => isJsonObject(item) && OF_CONTAINERS.some((name) => name in item))
  );
}

function tasksBelow(
  document: JsonValue,
  path: DocumentPath,
  surroundings: Surroundings,
): readonly FoundTask[] {
  if (Array.isArray(document)) {
    if (isContainers(document)) {
      return [found({ containerDefinitions: document }, path, surroundings, 'container definitions')];
    }
    return document.flatMap((item: JsonValue, index) => tasksBelow(item, [...path, index], surroundings));
  }
  if (!isJsonObject(document)) return [];
  const described = objectOf(document, 'taskDefinition');
  if (described !== undefined && isTaskDefinition(described)) {
    return [found(described, [...path, 'taskDefinition'], surroundings)];
  }
  if (isTaskDefinition(document)) return [found(document, path, surroundings)];
  for (const wrapper of WRAPPERS) {
    const inner = parsedJson(document[wrapper]);
    if (inner !== undefined) {
      const tasks = tasksBelow(inner, [...path, wrapper], surroundings);
      if (tasks.length > 0) return tasks;
    }
  }
  const planned = terraformTasks(document).filter((task) => isTaskDefinition(task.document));
  if (planned.length > 0) {
    return planned.map((task) => found(task.document, [...path, ...task.path], surroundings, task.name));
  }
  const records = document['Records'];
  if (Array.isArray(records)) return tasksBelow(records, [...path, 'Records'], surroundings);
  if (typeof document['eventName'] === 'string') {
    return inRecord(document as CloudTrailRecord, path, surroundings);
  }
  return isJsonObject(document['Resources']) ? inTemplate(document, path, surroundings) : [];
}

function inRecord(
  record: CloudTrailRecord,
  path: DocumentPath,
  surroundings: Surroundings,
): readonly FoundTask[] {
  const { requestParameters } = record;
  if (!REGISTRATIONS.has(record.eventName) || !isJsonObject(requestParameters)) return [];
  if (!isTaskDefinition(requestParameters)) return [];
  const account = record.recipientAccountId ?? record.userIdentity?.accountId;
  const around = { ...surroundings, ...(account !== undefined && { account }) };
  const task = found(requestParameters, [...path, 'requestParameters'], around);
  return [record.eventID === undefined ? task : { ...task, name: `${task.name} (record ${record.eventID})` }];
}

function inTemplate(
  document: JsonObject,
  path: DocumentPath,
  surroundings: Surroundings,
): readonly FoundTask[] {
  const template = resolveTemplate(document);
  return [...template.resources.values()]
    .filter(({ type }) => type === 'AWS::ECS::TaskDefinition')
    .map(({ logicalId, properties }) => {
      const definition = understandTaskDefinition(properties);
      const taskPolicies = rolePolicies(definition.taskRole, template);
      const executionPolicies = rolePolicies(definition.executionRole, template);
      return {
        name: logicalId,
        path: [...path, 'Resources', logicalId, 'Properties'],
        definition,
        surroundings: {
          ...surroundings,
          uses: taskUses(logicalId, template),
          ...(taskPolicies !== undefined && { taskPolicies }),
          ...(executionPolicies !== undefined && { executionPolicies }),
        },
      };
    });
}

function found(
  document: JsonObject,
  path: DocumentPath,
  surroundings: Surroundings,
  name?: string,
): FoundTask {
  const definition = understandTaskDefinition(document);
  return { name: name ?? nameOf(document, definition), path, definition, surroundings };
}

function nameOf(document: JsonObject, { family }: TaskDefinition): string {
  const revision = textOf(document, 'revision');
  if (family === undefined) return 'task definition without family';
  return revision === undefined ? family : `${family}:${revision}`;
}
