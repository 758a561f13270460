import type { Cause } from '../cause';
import type { Finding, FindingChange } from '../finding';
import { AT_LEAST, MOST_CAUSES, MOST_LINES, QUIET_SECONDS } from './tell-sightings';

/** Member of the evidence where one actor may do the same with many things: ids of the records that are counted. */
export const RECORD_IDS = 'recordIds';
/** Of one finding; all are counted. */
export const MOST_IDS = 100;
const UPDATE_FACTOR = 2;

/** Is it about one of many things that the same actor may do the same with? */
export function isOneOfMany({ evidence }: Finding): boolean {
  return Array.isArray(evidence[RECORD_IDS]);
}

/**
 * One finding for each rule and actor within an hour: whoever goes through a chain with seventeen services, one after
 * the other, is told once, with the number, the times and the records of all. Findings of rules that look at all of an
 * actor's acts together stay as they are.
 *
 * @returns the findings in the order in which they were first told
 */
export function joinByActor(findings: readonly Finding[]): readonly Finding[] {
  const joined: Finding[] = [];
  const open = new Map<string, Finding[]>();
  const close = (members: readonly Finding[]) => joined.push(joinStory(members));
  for (const finding of withoutParts(findings).sort(byTime)) {
    if (!isOneOfMany(finding)) {
      joined.push(finding);
      continue;
    }
    const key = JSON.stringify([finding.detection, finding.source]);
    const members = open.get(key) ?? [];
    const until = Math.max(...members.map(({ lastSeen }) => lastSeen)) + QUIET_SECONDS;
    if (members.length > 0 && finding.firstSeen > until) close(members.splice(0));
    open.set(key, [...members, finding]);
  }
  for (const members of open.values()) close(members);
  return joined.sort((one, other) => startOf(one) - startOf(other) || (one.id < other.id ? -1 : 1));
}

/**
 * Without those of which another finding of the same rule has every record, and more: one key of an actor sees a part of
 * what another one sees, a session of what the role did from the same machine.
 */
function withoutParts(findings: readonly Finding[]): Finding[] {
  const records = new Map(
    findings.filter(isOneOfMany).map((finding) => [finding, new Set(idsIn(finding.evidence[RECORD_IDS]))]),
  );
  const holders = new Map<string, Finding[]>();
  const placeOf = ({ detection }: Finding, id: string) => JSON.stringify([detection, id]);
  for (const [finding, ids] of records) {
    for (const id of ids) {
      const place = placeOf(finding, id);
      const held = holders.get(place);
      if (held === undefined) holders.set(place, [finding]);
      else held.push(finding);
    }
  }
  return findings.filter((finding) => {
    const ids = [...(records.get(finding) ?? [])];
    const [first] = ids;
    // Of more than are listed nobody can say that another has them all.
    if (first === undefined || (finding.changes.at(-1)?.count ?? 0) > ids.length) return true;
    return !(holders.get(placeOf(finding, first)) ?? []).some((other) => {
      const others = records.get(other);
      return others !== undefined && others.size > ids.length && ids.every((id) => others.has(id));
    });
  });
}

/**
 * Findings of one chain and one actor as one story. What is counted is a set of records, so that the same finding
 * joined twice, or in another order, counts once.
 */
export function joinStory(findings: readonly Finding[]): Finding {
  const members = withoutCopies([...findings].sort(byTime));
  const [first, ...more] = members;
  if (first === undefined) throw new Error('no findings to join: a story has at least one');
  if (more.length === 0) return first;
  const last = members.reduce((one, other) => (other.lastSeen >= one.lastSeen ? other : one));
  const completed = new Set<string>();
  const changes: FindingChange[] = [];
  let count = 0;
  for (const { firstSeen, lastSeen, changes: own, evidence } of members) {
    const before = completed.size;
    for (const id of idsIn(evidence[RECORD_IDS])) completed.add(id);
    const known = own.at(-1)?.count ?? 0;
    const left = Math.max(0, known - idsIn(evidence[RECORD_IDS]).length);
    count = Math.max(count + (completed.size - before), known, completed.size + left);
    const told = changes.at(-1);
    if (told === undefined) changes.push({ state: 'START', at: own[0]?.at ?? firstSeen, count });
    else if (count >= told.count * UPDATE_FACTOR) changes.push({ state: 'UPDATE', at: lastSeen, count });
  }
  const end = last.changes.at(-1);
  if (end?.state === 'END') changes.push({ ...end, count });
  const state = (changes.at(-1) as FindingChange).state;
  return {
    ...first,
    state,
    confidence: Math.max(...members.map(({ confidence }) => confidence)),
    lastSeen: last.lastSeen,
    targets: [...new Set(members.flatMap(({ targets }) => targets))],
    changes,
    causes: joinCauses(members.flatMap(({ causes = [] }) => causes)),
    evidence: {
      ...first.evidence,
      ...joinLists(members, 'values'),
      count,
      ...(members.some(({ evidence }) => evidence['counted'] === AT_LEAST['counted']) && AT_LEAST),
      [RECORD_IDS]: [...completed].slice(0, MOST_IDS),
      records: [...new Set(members.flatMap(({ evidence }) => idsIn(evidence['records'])))]
        .sort((one, other) => timeOf(one) - timeOf(other))
        .slice(0, MOST_LINES),
    },
  };
}

/** Of a case that several keys tell, the telling that has most of it. */
function withoutCopies(findings: readonly Finding[]): readonly Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of findings) {
    const same = known.get(finding.id);
    if (same === undefined || isFuller(finding, same)) known.set(finding.id, finding);
  }
  return [...known.values()];
}

function isFuller(one: Finding, other: Finding): boolean {
  const [count, known] = [one, other].map(({ changes }) => changes.at(-1)?.count ?? 0) as [number, number];
  return count === known ? one.lastSeen > other.lastSeen : count > known;
}

function joinLists(members: readonly Finding[], name: string): Finding['evidence'] {
  const joined = [...new Set(members.flatMap(({ evidence }) => idsIn(evidence[name])))];
  return joined.length === 0 ? {} : { [name]: joined };
}

function joinCauses(causes: readonly Cause[]): readonly Cause[] {
  const known = new Map(causes.map((cause) => [cause.eventId, cause]));
  return [...known.values()].sort((one, other) => one.at - other.at).slice(0, MOST_CAUSES);
}

/** Of the line of a record, which begins with it. What came within one second stays in the order of the steps. */
function timeOf(line: string): number {
  return Date.parse(line.slice(0, line.indexOf(' ')));
}

function idsIn(value: Finding['evidence'][string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function byTime(one: Finding, other: Finding): number {
  return one.firstSeen - other.firstSeen || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

function startOf({ changes, firstSeen }: Finding): number {
  return changes[0]?.at ?? firstSeen;
}
