import type { DaemonWord } from './daemon-word';
import type { FirstImage } from './image-changes';
import type { LostRecords, PortOpening, Release, TaskShell } from './known-events';

/** About 200 bytes each. */
const MOST_DAEMON_WORDS = 100_000;
/** What is known of images and releases: more than that has a fleet of thousands of services. */
const MOST_RELEASES = 20_000;

/** What is known besides the flows: API calls, what daemons wrote, and records that AWS lost. */
export abstract class EventsAroundFlows {
  readonly openings = new Map<string, PortOpening>();
  readonly shells = new Map<string, TaskShell>();
  /** The first naming of each image's repository by each family of task definitions. */
  readonly images = new Map<string, FirstImage>();
  readonly releases = new Map<string, Release>();
  /** Security groups of network interfaces, from `CreateNetworkInterface` and `ModifyNetworkInterfaceAttribute`. */
  readonly interfaceGroups = new Map<string, readonly string[]>();
  /** What SSH daemons wrote, by all of it: a line that is read twice counts once. */
  readonly daemonWords = new Map<string, DaemonWord>();
  /** Words that memory had no room for. */
  daemonWordsLeft = 0;
  readonly lost = new Map<string, LostRecords>();
  /** Goes up with every change, so that what is derived can be kept until then. */
  version = 0;
  /** Latest time any record speaks of, epoch seconds. */
  until = Number.NEGATIVE_INFINITY;

  /** Notes a SKIPDATA line: counts from here on are lower bounds. */
  addLost(lost: LostRecords): void {
    this.lost.set(`${lost.interfaceId} ${lost.start}`, lost);
    if (lost.end > this.until) this.until = lost.end;
    this.version += 1;
  }

  /** Notes that an SSH port was opened to the world, and when. */
  addOpening(opening: PortOpening): void {
    this.openings.set(`${opening.eventId} ${opening.groupId} ${opening.fromPort}`, opening);
    this.version += 1;
  }

  /** Notes that somebody opened a shell in a task. */
  addShell(shell: TaskShell): void {
    this.shells.set(shell.eventId, shell);
    this.version += 1;
  }

  /** Notes the images of a task definition: of one repository and family the earliest. */
  addImages(images: readonly FirstImage[]): void {
    for (const image of images) {
      const key = `${image.family} ${image.repository}`;
      const known = this.images.get(key);
      if (known === undefined ? this.images.size >= MOST_RELEASES : !isEarlier(image, known)) continue;
      this.images.set(key, image);
      this.version += 1;
    }
  }

  /** Notes which services and tasks were given a task definition. */
  addReleases(releases: readonly Release[]): void {
    for (const release of releases) {
      if (this.releases.size >= MOST_RELEASES) return;
      this.releases.set(`${release.of} ${release.family} ${release.at}`, release);
      this.version += 1;
    }
  }

  /** Notes what a daemon wrote; more than memory holds is left out. */
  addDaemonWord(word: DaemonWord): void {
    if (this.daemonWords.size >= MOST_DAEMON_WORDS) {
      this.daemonWordsLeft += 1;
      return;
    }
    const { at, source, clientPort, outcome, login } = word;
    this.daemonWords.set(`${at} ${source} ${clientPort} ${outcome} ${login}`, word);
    this.version += 1;
  }

  /** Notes the security groups of an interface. */
  addInterface(interfaceId: string, groups: readonly string[]): void {
    this.interfaceGroups.set(interfaceId, groups);
    this.version += 1;
  }

  /** Takes over what another knows. */
  protected absorbEvents(other: EventsAroundFlows): void {
    this.until = Math.max(this.until, other.until);
    for (const [key, opening] of other.openings) this.openings.set(key, opening);
    for (const [key, shell] of other.shells) this.shells.set(key, shell);
    this.addImages([...other.images.values()]);
    this.addReleases([...other.releases.values()]);
    for (const [key, groups] of other.interfaceGroups) this.interfaceGroups.set(key, groups);
    for (const [key, word] of other.daemonWords) this.daemonWords.set(key, word);
    for (const [key, lost] of other.lost) this.lost.set(key, lost);
  }

  /** Forgets what was before `time`, epoch seconds. */
  protected forgetEventsBefore(time: number): void {
    for (const [key, lost] of this.lost) if (lost.end < time) this.lost.delete(key);
    for (const [key, opening] of this.openings) if (opening.at < time) this.openings.delete(key);
    for (const [key, word] of this.daemonWords) if (word.at < time) this.daemonWords.delete(key);
    for (const [key, shell] of this.shells) if (shell.at < time) this.shells.delete(key);
    for (const [key, release] of this.releases) if (release.at < time) this.releases.delete(key);
  }
}

function isEarlier(one: FirstImage, other: FirstImage): boolean {
  return one.at < other.at || (one.at === other.at && one.eventId < other.eventId);
}
