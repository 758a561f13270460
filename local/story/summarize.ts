import { SEVERITIES, type Severity } from '../../analysis/finding';
import type { OpenEnd } from '../../analysis/open-ends';
import type { ReplayResult, TitledFinding } from '../replay/replay-result';
import { commandText } from '../terminal/command-text';
import { type ActorDeeds, actorDeeds } from './actor-deeds';

const FEW_ACTORS = 3;

/** The answer before the story: who did what, what is not over, what to type next. */
export interface Summary {
  /** Only those with something above low severity; the worst first. */
  readonly actors: readonly ActorDeeds[];
  /** What is still so at the end of the logs, the gravest first. */
  readonly open: readonly StillOpen[];
  /** Commands as they can be pasted. */
  readonly commands: readonly string[];
}

/** One thing that is still so, however often it was begun. */
export interface StillOpen {
  readonly what: string;
  readonly severity: Severity;
  /** Epoch seconds of the first beginning. */
  readonly since: number;
}

/** @param again what a command is to be given to find the same logs again; undefined where nothing finds them */
export function summarize(result: ReplayResult, again: readonly string[] | undefined): Summary {
  const actors = actorDeeds(result).filter(({ severity }) => severity !== 'low');
  const loud = new Set(actors.map(({ identity }) => identity));
  // What others leave open (a bastion's session, a key for a colleague) is ordinary life.
  const hasAccounts = result.accounts.length > 1;
  const calls = result.open.filter(({ by }) => loud.has(by)).map((end) => ofCall(end, hasAccounts));
  const open = [...calls, ...openFlows(result.findings)].sort(
    (one, other) => gravity(other) - gravity(one) || one.since - other.since,
  );
  return { actors, open: joined(open), commands: commandsFor(result, actors, again) };
}

function ofCall({ what, severity, since, account }: OpenEnd, hasAccounts: boolean): StillOpen {
  const where = hasAccounts && account !== undefined ? ` in account ${account}` : '';
  return { what: `${what}${where}`, severity, since };
}

/** Who still reaches for whom, once for all that was found about the two. */
function openFlows(findings: readonly TitledFinding[]): readonly StillOpen[] {
  const pairs = new Map<string, { severity: Severity; since: number }>();
  for (const finding of findings) {
    if (!isGoingOn(finding) || finding.log === 'cloudtrail') continue;
    const { source, targets, ports, severity, firstSeen, title } = finding;
    const [target] = targets;
    const port = ports.length === 1 ? `:${ports[0]}` : '';
    // An interface that lost records reaches for nobody: what it did is the rule's to say.
    const who = source === '*' ? 'many sources' : source;
    const what = target === undefined ? `${who}: ${title}` : `${who} to ${target}${port}`;
    const known = pairs.get(what) ?? { severity, since: firstSeen };
    pairs.set(what, {
      severity: gravity({ severity }) > gravity(known) ? severity : known.severity,
      since: Math.min(known.since, firstSeen),
    });
  }
  return [...pairs].map(([what, facts]) => ({ what, ...facts }));
}

/** A finding above low whose story has no end within the records. */
function isGoingOn({ severity, state }: TitledFinding): boolean {
  return severity !== 'low' && state !== 'END';
}

/** Two shells in one task are told as `2 x a shell in …`. */
function joined(open: readonly StillOpen[]): readonly StillOpen[] {
  const times = new Map<string, { first: StillOpen; count: number }>();
  for (const end of open) {
    const known = times.get(end.what);
    if (known === undefined) times.set(end.what, { first: end, count: 1 });
    else known.count += 1;
  }
  return [...times.values()].map(({ first, count }) =>
    count === 1 ? first : { ...first, what: `${count} x ${first.what}` },
  );
}

function commandsFor(
  result: ReplayResult,
  actors: readonly ActorDeeds[],
  again: readonly string[] | undefined,
): readonly string[] {
  const [worst] = actors;
  if (worst === undefined) return [];
  const known = actors.find(({ isKnown }) => isKnown);
  const [deed] = worst.deeds;
  const behind = result.alarms.find(
    ({ detection, causes }) => detection === deed?.detection && causes.length > 0,
  )?.causes[0];
  const seen = result.findings
    .find(({ detection, causes = [] }) => detection === deed?.detection && causes.length > 0)
    ?.causes?.find(({ call }) => call !== 'flow');
  const record = behind ?? seen;
  return [
    ...(known === undefined || again === undefined ? [] : [commandText('story', known.name, ...again)]),
    // Where many did something, the lines are theirs.
    ...(record === undefined || again === undefined || actors.length > FEW_ACTORS
      ? []
      : [commandText('record', record.eventId, ...again)]),
    ...(deed === undefined ? [] : [commandText('detections', deed.detection)]),
  ];
}

const gravity = ({ severity }: { readonly severity: Severity }): number => SEVERITIES.indexOf(severity);
