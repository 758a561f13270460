import { type Span, stretch } from './span';

/** A service, or a task that no service started: since when it is watched, and its tasks by id. */
export interface Owner extends Span {
  readonly key: string;
  readonly name: string;
  readonly cluster: string | undefined;
  readonly tasks: Map<string, Span>;
}

/** When a service first and last used a network on the internet, or an address inside, on a port. */
export interface Habit extends Span {
  readonly owner: Owner;
  readonly place: string;
  readonly port: number;
  readonly protocol: number;
}

/** What one task has to do with one port of one address: when it first went there, and its last connections. */
export interface Contact extends Span {
  readonly owner: Owner;
  /** When the task was seen; undefined where there was no room for it. */
  readonly ofTask: Span | undefined;
  /** Undefined where there was no room for it: then nothing about the contact is called new. */
  readonly habit: Habit | undefined;
  readonly task: string;
  readonly source: string;
  readonly target: string;
  readonly port: number;
  readonly protocol: number;
  /** Is the target inside? */
  readonly isInside: boolean;
  /** Openings in order of time, the last `MOST_OPENINGS` of them; of contacts inside none. */
  readonly openings: Opening[];
  /** There were more than are kept: counts are lower bounds. */
  isMore: boolean;
}

/** The first window of a connection, from the client's side. */
export interface Opening {
  /** Epoch seconds. */
  readonly at: number;
  readonly clientPort: number;
  readonly bytes: number;
}

/** Enough to tell a rhythm, whichever it is: ten hours of one connection every five minutes. */
export const MOST_OPENINGS = 128;

/** Takes an opening in; what is there already changes nothing, and of too many the earliest goes. */
export function addOpening(contact: Contact, opening: Opening): void {
  stretch(contact, opening.at);
  if (contact.isInside) return;
  const { openings } = contact;
  let place = openings.length;
  while (place > 0 && isBefore(opening, openings[place - 1] as Opening)) place -= 1;
  const known = openings[place - 1];
  if (known !== undefined && known.at === opening.at && known.clientPort === opening.clientPort) return;
  if (openings.length >= MOST_OPENINGS) {
    contact.isMore = true;
    if (place === 0) return;
    openings.splice(place, 0, opening);
    openings.shift();
    return;
  }
  openings.splice(place, 0, opening);
}

function isBefore(one: Opening, other: Opening): boolean {
  return one.at < other.at || (one.at === other.at && one.clientPort < other.clientPort);
}

/** Windows of one client port that are closer than this are one connection, where no flag says otherwise. */
const SAME_CONNECTION_SECONDS = 300;

/** The connections among the openings: without flags every window of a long one looks like an opening. */
export function connectionStarts({ openings }: Contact): readonly Opening[] {
  const lastOfPort = new Map<number, number>();
  return openings.filter(({ at, clientPort }) => {
    const last = lastOfPort.get(clientPort);
    lastOfPort.set(clientPort, at);
    return last === undefined || at - last > SAME_CONNECTION_SECONDS;
  });
}
