import type { OpenEnd } from '../../analysis/open-ends';
import type { ReplayResult, TitledFinding } from '../replay/replay-result';
import { commandText } from '../terminal/command-text';
import { type ActorDeeds, actorDeeds } from './actor-deeds';

/** The answer before the story: who did what, what is not over, what to type next. */
export interface Summary {
  /** Only those with something above low severity; the worst first. */
  readonly actors: readonly ActorDeeds[];
  /** What is still so at the end of the logs. */
  readonly open: readonly OpenEnd[];
  /** Commands as they can be pasted. */
  readonly commands: readonly string[];
}

/** @param place what a command is to be given to find the same logs again */
export function summarize(result: ReplayResult, place: string): Summary {
  const actors = actorDeeds(result).filter(({ severity }) => severity !== 'low');
  const loud = new Set(actors.map(({ shown }) => shown.replace(/ \(\d{12}\)$/, '')));
  const flows = result.findings.filter(isGoingOn).map((finding) => ({
    what: `${finding.source} to ${finding.targets[0] ?? 'its targets'}${finding.ports.length === 1 ? `:${finding.ports[0]}` : ''} (${finding.detection})`,
    since: finding.firstSeen,
    by: finding.source,
    eventId: undefined,
  }));
  // What others leave open (a bastion's session, a key for a colleague) is ordinary life.
  const calls = result.open.filter(({ by }) => loud.has(by));
  const [worst] = actors;
  return {
    actors,
    open: [...calls, ...flows].sort((one, other) => one.since - other.since),
    commands:
      worst === undefined
        ? []
        : [
            commandText('story', worst.name, place),
            commandText('detections', worst.deeds[0]?.detection ?? ''),
          ],
  };
}

/** A finding above low whose story has no end within the records. */
function isGoingOn({ severity, state }: TitledFinding): boolean {
  return severity !== 'low' && state !== 'END';
}
