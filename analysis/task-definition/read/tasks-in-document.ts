import {
  type CloudTrailRecord,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../records/cloudtrail-record';
import { NO_SURROUNDINGS, type Surroundings } from '../surroundings';
import type { TaskDefinition } from '../task-definition';
import { objectOf, textOf } from './fields';
import { resolveTemplate } from './template/resolve-template';
import { rolePolicies } from './template/role-policies';
import { taskUses } from './template/task-uses';
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
 * `describe-task-definition` gives it), a CloudFormation template, or records of CloudTrail. None where the document
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

function tasksBelow(
  document: JsonValue,
  path: DocumentPath,
  surroundings: Surroundings,
): readonly FoundTask[] {
  if (Array.isArray(document)) {
    return document.flatMap((item: JsonValue, index) => tasksBelow(item, [...path, index], surroundings));
  }
  if (!isJsonObject(document)) return [];
  const described = objectOf(document, 'taskDefinition');
  if (described !== undefined && isTaskDefinition(described)) {
    return [found(described, [...path, 'taskDefinition'], surroundings)];
  }
  if (isTaskDefinition(document)) return [found(document, path, surroundings)];
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

function found(document: JsonObject, path: DocumentPath, surroundings: Surroundings): FoundTask {
  const definition = understandTaskDefinition(document);
  return { name: nameOf(document, definition), path, definition, surroundings };
}

function nameOf(document: JsonObject, { family }: TaskDefinition): string {
  const revision = textOf(document, 'revision');
  if (family === undefined) return 'task definition without family';
  return revision === undefined ? family : `${family}:${revision}`;
}
