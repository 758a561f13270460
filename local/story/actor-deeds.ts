import type { Cause } from '../../analysis/cause';
import { SEVERITIES, type Severity } from '../../analysis/finding';
import { isIpAddress } from '../../analysis/is-ip-address';
import { NOBODY, shownCaller, shownSource } from '../../analysis/shown-actor';
import { isPublicAddress } from '../../analysis/ssh/connections/addresses';
import type { AlarmChange, ReplayResult, TitledFinding } from '../replay/replay-result';

/** One thing that somebody did, by the detection that says so. */
export interface Deed {
  readonly detection: string;
  readonly title: string;
  readonly severity: Severity;
  /** Epoch seconds of the first record. */
  readonly at: number;
  /** What it was done to; the addresses that were reached for, or what the calls named. */
  readonly targets: readonly string[];
  /** 0 to 1; undefined for an alarm, whose records are what they are. */
  readonly confidence: number | undefined;
}

/** Somebody who did something, and all of it. */
export interface ActorDeeds {
  /** By what `harborwatch story` finds them: a name, or an address. */
  readonly name: string;
  /** Is there a story of it? Not of alarms that no record is behind. */
  readonly isKnown: boolean;
  /** `user mallory (111122223333)`, `198.51.100.23`. */
  readonly shown: string;
  /** The words of `describeIdentity`, or the address. */
  readonly identity: string;
  readonly addresses: readonly string[];
  readonly severity: Severity;
  /** The gravest first, then by time; each detection once. */
  readonly deeds: readonly Deed[];
}

/** More addresses of one actor than this say nothing to a reader. */
const MOST_ADDRESSES = 3;
const MOST_TARGETS = 100;

interface Growing {
  readonly name: string;
  readonly isKnown: boolean;
  /** Nobody in particular is told after those of the same severity who are. */
  readonly isVague: boolean;
  readonly shown: string;
  readonly identity: string;
  readonly addresses: Set<string>;
  readonly deeds: Map<string, { deed: Deed; targets: Set<string> }>;
}

/** Who did what, the worst first: alarms by the callers of their records, findings by their source. */
export function actorDeeds(
  result: Pick<ReplayResult, 'alarms' | 'findings' | 'accounts'>,
): readonly ActorDeeds[] {
  const actors = new Map<string, Growing>();
  const hasAccounts = result.accounts.length > 1;
  for (const alarm of result.alarms) {
    if (alarm.state !== 'ALARM') continue;
    const causes = causesOf(alarm);
    if (causes.length === 0) addUncaused(actors, alarm);
    for (const cause of causes) addCause(actors, alarm, cause, hasAccounts);
  }
  for (const finding of result.findings) {
    const { causes = [] } = finding;
    if (causes.length === 0) addFinding(actors, finding);
    else for (const cause of causes) addCause(actors, finding, cause, hasAccounts);
  }
  const vague = new Set([...actors.values()].filter(({ isVague }) => isVague).map(({ shown }) => shown));
  const all = [...actors.values()].map(finish);
  return all.sort(
    (one, other) =>
      gravity(other.severity) - gravity(one.severity) ||
      Number(vague.has(one.shown)) - Number(vague.has(other.shown)) ||
      busiestFirst(one, other),
  );
}

const causesOf = ({ causes, whileRed }: AlarmChange): readonly Cause[] => [...causes, ...whileRed.causes];

function addCause(
  actors: Map<string, Growing>,
  told: Pick<TitledFinding, 'detection' | 'title' | 'severity'> & { readonly confidence?: number },
  cause: Cause,
  hasAccounts: boolean,
): void {
  const shown = shownCaller(cause, hasAccounts);
  const actor = actorOf(actors, `${cause.account} ${cause.identity}`, {
    name: cause.identityArn ?? taskIn(cause.identity) ?? cause.identity,
    shown,
    identity: cause.identity,
  });
  if (cause.sourceAddress !== undefined) actor.addresses.add(cause.sourceAddress);
  const { detection, title, severity, confidence } = told;
  addDeed(actor, { detection, title, severity, at: cause.at, confidence }, [cause.target ?? []].flat());
}

/** Silence, and several alarms at once: no record says who. */
function addUncaused(actors: Map<string, Growing>, { detection, title, severity, at }: AlarmChange): void {
  const actor = actorOf(actors, '', { name: '', shown: NOBODY, isKnown: false, isVague: true });
  addDeed(actor, { detection, title, severity, at, confidence: undefined }, []);
}

function addFinding(actors: Map<string, Growing>, finding: TitledFinding): void {
  const { detection, title, severity, source, firstSeen: at, confidence, targets, ports, evidence } = finding;
  const service = evidence['ecsService'];
  const isMany = source === '*';
  const [target] = targets;
  const actor = isMany
    ? actorOf(actors, `* ${target}`, {
        name: target ?? '',
        shown: shownSource(finding),
        isKnown: target !== undefined,
        isVague: true,
      })
    : actorOf(actors, source, {
        name: source,
        isKnown: isIpAddress(source),
        // An interface that lost records is nobody either.
        isVague: !isIpAddress(source),
        shown: shownSource(finding),
      });
  if (service === undefined && isIpAddress(source)) actor.addresses.add(source);
  const port = ports.length === 1 ? `:${ports[0]}` : '';
  const named = targets.slice(0, MOST_TARGETS).sort(publicFirst);
  addDeed(
    actor,
    { detection, title, severity, at, confidence },
    named.map((address) => `${address}${port}`),
  );
}

/** A task that reaches for its neighbours and for one address on the internet: that one says more. */
function publicFirst(one: string, other: string): number {
  return Number(isPublicAddress(other)) - Number(isPublicAddress(one));
}

function actorOf(
  actors: Map<string, Growing>,
  key: string,
  who: Pick<Growing, 'name' | 'shown'> & Partial<Pick<Growing, 'identity' | 'isKnown' | 'isVague'>>,
): Growing {
  const known = actors.get(key);
  if (known !== undefined) return known;
  const actor = {
    isKnown: true,
    isVague: false,
    identity: who.shown,
    ...who,
    addresses: new Set<string>(),
    deeds: new Map(),
  };
  actors.set(key, actor);
  return actor;
}

function addDeed({ deeds }: Growing, deed: Omit<Deed, 'targets'>, targets: readonly string[]): void {
  const known = deeds.get(deed.detection);
  if (known === undefined) {
    deeds.set(deed.detection, { deed: { ...deed, targets: [] }, targets: new Set(targets) });
    return;
  }
  for (const target of targets) if (known.targets.size < MOST_TARGETS) known.targets.add(target);
  const worse = gravity(deed.severity) > gravity(known.deed.severity) ? deed.severity : known.deed.severity;
  known.deed = { ...known.deed, severity: worse, at: Math.min(known.deed.at, deed.at) };
}

function finish({ name, isKnown, shown, identity, addresses, deeds }: Growing): ActorDeeds {
  const all = [...deeds.values()]
    .map(({ deed, targets }) => ({ ...deed, targets: [...targets] }))
    .sort((one, other) => gravity(other.severity) - gravity(one.severity) || one.at - other.at);
  return {
    name,
    isKnown,
    shown,
    identity,
    addresses: [...addresses].slice(0, MOST_ADDRESSES),
    severity: all[0]?.severity ?? 'low',
    deeds: all,
  };
}

/** Of equal severity: who did more, and earlier. */
function busiestFirst(one: ActorDeeds, other: ActorDeeds): number {
  return countLoud(other) - countLoud(one) || (one.deeds[0]?.at ?? 0) - (other.deeds[0]?.at ?? 0);
}

const gravity = (severity: Severity): number => SEVERITIES.indexOf(severity);
const countLoud = ({ deeds }: ActorDeeds): number =>
  deeds.filter(({ severity }) => severity !== 'low').length;

/** What a program in a container did is found by its task; a program has no story of its own. */
function taskIn(identity: string): string | undefined {
  return / in task (\S+)$/.exec(identity)?.[1];
}
