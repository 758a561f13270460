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

/** One task definition that stands in a document, with what the document says of its use. */
export interface FoundTask {
  /** How a message calls it: its family, its logical id, the record's id. */
  readonly name: string;
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
  const surroundings = { ...NO_SURROUNDINGS, ownRegistries };
  if (Array.isArray(document))
    return document.flatMap((item: JsonValue) => tasksInDocument(item, ownRegistries));
  if (!isJsonObject(document)) return [];
  const described = objectOf(document, 'taskDefinition') ?? document;
  if (isTaskDefinition(described)) return [found(described, surroundings)];
  if (Array.isArray(document['Records'])) return tasksInDocument(document['Records'], ownRegistries);
  if (typeof document['eventName'] === 'string') return inRecord(document as CloudTrailRecord, surroundings);
  return isJsonObject(document['Resources']) ? inTemplate(document, surroundings) : [];
}

/** The definition that a call registered, judged even where the call was refused. */
export function taskInRecord(
  record: CloudTrailRecord,
  ownRegistries: readonly string[] = [],
): FoundTask | undefined {
  return inRecord(record, { ...NO_SURROUNDINGS, ownRegistries })[0];
}

function inRecord(record: CloudTrailRecord, surroundings: Surroundings): readonly FoundTask[] {
  const { requestParameters } = record;
  if (!REGISTRATIONS.has(record.eventName) || !isJsonObject(requestParameters)) return [];
  if (!isTaskDefinition(requestParameters)) return [];
  const account = record.recipientAccountId ?? record.userIdentity?.accountId;
  const task = found(requestParameters, { ...surroundings, ...(account !== undefined && { account }) });
  return [record.eventID === undefined ? task : { ...task, name: `${task.name} (record ${record.eventID})` }];
}

function inTemplate(document: JsonObject, surroundings: Surroundings): readonly FoundTask[] {
  const template = resolveTemplate(document);
  return [...template.resources.values()]
    .filter(({ type }) => type === 'AWS::ECS::TaskDefinition')
    .map(({ logicalId, properties }) => {
      const definition = understandTaskDefinition(properties);
      const taskPolicies = rolePolicies(definition.taskRole, template);
      const executionPolicies = rolePolicies(definition.executionRole, template);
      return {
        name: logicalId,
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

function found(document: JsonObject, surroundings: Surroundings): FoundTask {
  const definition = understandTaskDefinition(document);
  return { name: nameOf(document, definition), definition, surroundings };
}

function nameOf(document: JsonObject, { family }: TaskDefinition): string {
  const revision = textOf(document, 'revision');
  if (family === undefined) return 'task definition without family';
  return revision === undefined ? family : `${family}:${revision}`;
}
