import type { Evaluation } from '@aws-sdk/client-config-service';
import { SEVERITIES } from '../../analysis/finding';
import { judgeTaskDefinition } from '../../analysis/task-definition/judge-task-definition';
import { tasksInDocument } from '../../analysis/task-definition/read/tasks-in-document';
import type { JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { AskedItem } from './config-event';

/** AWS Config's limit for an annotation. */
const MOST_ANNOTATION = 256;
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';

/**
 * The evaluation of one item: not compliant from medium severity on, with the worst faults as annotation. What is
 * gone, or no task definition, is not applicable.
 */
export function evaluate(
  item: AskedItem,
  configuration: JsonValue | undefined,
  ownRegistries: readonly string[],
): Evaluation {
  const about = {
    ComplianceResourceType: item.resourceType,
    ComplianceResourceId: item.resourceId,
    OrderingTimestamp: item.capturedAt,
  };
  const isAsked = item.isInScope && item.resourceType === TASK_DEFINITION && configuration !== undefined;
  const [task] = isAsked ? tasksInDocument(configuration, ownRegistries) : [];
  if (task === undefined) return { ...about, ComplianceType: 'NOT_APPLICABLE' };
  const surroundings = { ...task.surroundings, account: item.account };
  const faults = judgeTaskDefinition(task.definition, surroundings)
    .filter(({ severity }) => severity !== 'low')
    .toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  if (faults.length === 0) return { ...about, ComplianceType: 'COMPLIANT' };
  const text = faults.map(({ severity, rule, what }) => `${severity} ${rule.id}: ${what}`).join('; ');
  return { ...about, ComplianceType: 'NON_COMPLIANT', Annotation: cut(`${faults.length} faults: ${text}`) };
}

function cut(text: string): string {
  const plain = text.replace(/^1 faults/, '1 fault').replace(/[^\x20-\x7e]/g, '?');
  return plain.length <= MOST_ANNOTATION ? plain : `${plain.slice(0, MOST_ANNOTATION - 3)}...`;
}
