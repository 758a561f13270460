import type { RefusalLine } from '../records/containers/container-line';
import type { Cause } from './cause';

/** Takes what a person needs from a launcher's line; `at` in epoch seconds, `place` is where it stood. */
export function toRefusalCause(line: RefusalLine, at: number, place: string): Cause {
  const text = (name: string) => (typeof line[name] === 'string' ? line[name] : '');
  const parent = text('parent') === '' ? 'a process' : text('parent');
  const task = text('ecs_task_id') === '' ? '' : ` in task ${text('ecs_task_id')}`;
  return {
    eventId: place,
    at,
    call: `${line.action} ${text('file')} (${text('reason')})`,
    region: undefined,
    account: undefined,
    identity: `${parent} as user ${String(line['user_id'] ?? '?')}${task}`,
    identityArn: undefined,
    sourceAddress: undefined,
    errorCode: undefined,
    target: undefined,
    place,
  };
}
