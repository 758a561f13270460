import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { Detection } from '../detection';
import { answeredIn, eventNamesOf, operationsToAnswer, type ServiceCoverage } from './coverage-table';
import { namingOf } from './detections-naming';

/** Records that fire each detection, by its id: where a pattern asks for what a request says and not for a name. */
export type Firing = ReadonlyMap<string, readonly CloudTrailRecord[]>;

/**
 * What the table says of a service and the catalogue does not hold, each a sentence: a detection that is not there or
 * does not look at the call, an operation with two answers, a detection beside a reason why there is none.
 */
export function coverageProblems(
  service: ServiceCoverage,
  catalogue: readonly Detection[],
  firing: Firing,
): readonly string[] {
  const byId = new Map(catalogue.map((detection) => [detection.id, detection]));
  const wrong = Object.entries(service.seenBy).flatMap(([id, operations]) => {
    const detection = byId.get(id);
    if (detection === undefined) return [`${service.package}: no detection named ${id}`];
    const names = namingOf(detection);
    return operations
      .filter((operation) => {
        const eventNames = eventNamesOf(service, operation);
        const fires = (firing.get(id) ?? []).some(
          ({ eventSource, eventName }) =>
            eventSource === service.eventSource && eventNames.includes(eventName),
        );
        return !fires && !eventNames.some((eventName) => names(service.eventSource, eventName));
      })
      .map((operation) => `${service.package} ${operation}: ${id} does not look at that call`);
  });
  const answered = answeredIn(service);
  const twice = [...new Set(answered.filter((name, index) => answered.indexOf(name) !== index))];
  const read = answered.filter((name) => !operationsToAnswer(service, [name]).includes(name));
  return [
    ...wrong,
    ...twice.map((operation) => `${service.package} ${operation}: two answers, keep one`),
    ...read.map((operation) => `${service.package} ${operation}: needs no answer, it reads or is not held`),
  ];
}

/** Operations of the newest package that the table does not answer, and answers for what is no more. */
export function compareWithPackage(
  service: ServiceCoverage,
  operations: readonly string[],
): { readonly unanswered: readonly string[]; readonly gone: readonly string[] } {
  const wanted = operationsToAnswer(service, operations);
  const answered = new Set(answeredIn(service));
  return {
    unanswered: wanted.filter((name) => !answered.has(name)),
    gone: [...answered].filter((name) => !wanted.includes(name)),
  };
}
