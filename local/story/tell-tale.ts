import type { Cause } from '../../analysis/cause';
import { isIpAddress } from '../../analysis/is-ip-address';
import type { AuditAnswer } from '../query/audit-folder';
import type { Audit } from '../replay/audit-of-replay';
import type { AlarmChange, ReplayResult, TitledFinding } from '../replay/replay-result';
import { exactName, keyOf, type Subject } from './subject';
import type { SubjectIndex } from './subject-index';
import { subjectsOfArn } from './subjects-of-call';
import type { Tale, TaleEntry } from './tale';
import type { SubjectNames, TaleSink } from './tale-sink';

/** What a subject goes by: a task by its addresses, too. */
export function namesOf(subject: Subject, index: SubjectIndex): SubjectNames {
  const isTask = subject.kind === 'task';
  return {
    subject,
    tasks: new Set(isTask ? [subject.name] : []),
    addresses: new Set(
      isTask ? index.addressesOf(subject.name) : subject.kind === 'address' ? [subject.name] : [],
    ),
  };
}

/** All of one subject in order of time: its records, the alarms and findings about it, the audit answers that name it. */
export function tellTale(
  result: ReplayResult,
  audit: Audit,
  names: SubjectNames,
  index: SubjectIndex,
  sink: TaleSink,
): Tale {
  const { subject, addresses, tasks } = names;
  const entries = sink.entries();
  const ids = new Set(entries.flatMap(({ recordId }) => recordId ?? []));
  const alarms = result.alarms.filter((alarm) =>
    isBehind([...alarm.causes, ...alarm.whileRed.causes], names, ids),
  );
  const findings = result.findings.filter(
    ({ source, targets, evidence, causes = [] }) =>
      addresses.has(source) ||
      isBehind(causes, names, ids) ||
      targets.some((target) => addresses.has(target)) ||
      (subject.kind === 'service' && evidence['ecsService'] === subject.name),
  );
  const others = subject.kind === 'address' ? index.tasksAt(subject.name).map((task) => `task ${task}`) : [];
  const words = new Set([subject.name, exactName(subject), ...addresses, ...tasks]);
  return {
    folder: result.folder,
    subject,
    alsoKnownAs: [...(subject.kind === 'task' ? addresses : []), ...others],
    facts: sink.facts,
    entries: [...entries, ...alarms.flatMap(ofAlarm), ...findings.map(ofFinding)].sort(
      (one, other) => one.at - other.at,
    ),
    notKept: sink.notKept,
    alarms,
    findings,
    answers: audit.answers.flatMap((answer) => rowsNaming(answer, words)),
    notes: [...result.notes, ...audit.notes],
  };
}

/** By a record that the tale tells, or by its caller. */
function isBehind(
  causes: readonly Cause[],
  { subject, addresses }: SubjectNames,
  ids: ReadonlySet<string>,
): boolean {
  const key = keyOf(subject);
  return causes.some(
    ({ eventId, identityArn, sourceAddress }) =>
      ids.has(eventId) ||
      (sourceAddress !== undefined && isIpAddress(sourceAddress) && addresses.has(sourceAddress)) ||
      (identityArn !== undefined && subjectsOfArn(identityArn).some((caller) => keyOf(caller) === key)),
  );
}

function ofAlarm({ state, at, severity, detection, title }: AlarmChange): readonly TaleEntry[] {
  if (state !== 'ALARM') return [];
  const nowhere = { recordId: undefined, place: undefined };
  return [{ at, until: at, kind: 'alarm', text: `${detection}: ${title}`, count: 1, severity, ...nowhere }];
}

function ofFinding({ firstSeen, lastSeen, severity, detection, title, summary }: TitledFinding): TaleEntry {
  return {
    at: firstSeen,
    until: lastSeen,
    kind: 'finding',
    text: `${detection}: ${title}; ${summary}`,
    count: 1,
    severity,
    recordId: undefined,
    place: undefined,
  };
}

function rowsNaming(answer: AuditAnswer, words: ReadonlySet<string>): readonly AuditAnswer[] {
  const rows = answer.rows.filter((row) =>
    row.some((cell) => (Array.isArray(cell) ? cell : [cell]).some((value) => words.has(String(value)))),
  );
  return rows.length === 0 ? [] : [{ ...answer, rows }];
}
