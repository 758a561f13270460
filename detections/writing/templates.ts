import { textAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { CallTest, ServiceCalls } from '../../analysis/trail/trail-rule';
import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';
import { when } from './trail-rules';

/**
 * The calls that leave a template behind, by which a service calls ECS later: schedules, targets of event rules, pipes,
 * state machines. Since 2024 the definition of a state machine is hidden in its record; where it is not, it is read.
 */
export const TEMPLATE_CALLS: readonly ServiceCalls[] = [
  { service: 'scheduler', names: ['CreateSchedule', 'UpdateSchedule'] },
  { service: 'events', names: ['PutTargets'] },
  { service: 'pipes', names: ['CreatePipe', 'UpdatePipe'] },
  { service: 'states', names: ['CreateStateMachine', 'UpdateStateMachine'] },
];

/**
 * What a filter asks of a call of ECS, asked of the calls that a schedule, a target, a pipe or a state machine will make:
 * whoever writes the template changes as much as who calls, and nobody calls when it runs.
 */
export function inTemplates(ask: (templated: TrailCall) => string | false): CallTest {
  return when(TEMPLATE_CALLS, (call) => {
    if (!call.succeeded || call.isBy('deploy-role')) return false;
    for (const templated of call.templated) {
      const says = ask(templated);
      if (says !== false) return `its template ${says}`;
    }
    return false;
  });
}

/** Does a request give tasks public addresses? */
export function isPublic(request: JsonObject): boolean {
  return textAt(request, 'networkConfiguration.awsvpcConfiguration.assignPublicIp') === 'ENABLED';
}
