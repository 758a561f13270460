import type { HandlerName } from '../../../handlers/bundling';
import type { FakeAws, Published } from '../fake-aws/fake-aws';
import type { Outcome } from '../harness/lambda';
import type { AuthorMeans } from './log-author';

/** Runs the handler so many seconds before or after the run that is put to the test. */
export type RunAt = (seconds: number) => Promise<Outcome>;

/** A handler with something to tell, whose calls go wrong one after the other. */
export interface Subject {
  readonly handler: HandlerName;
  /** @default the handler's name */
  readonly title?: string;
  /** What is there to tell, in words. */
  readonly tells: string;
  readonly event: object;
  /** When the run takes place, epoch seconds. */
  readonly at: number;
  readonly variables?: (endpoint: string) => Readonly<Record<string, string>>;
  /** Puts into AWS what the run finds there, maybe by a run before it. */
  readonly prepare: (aws: FakeAws, runAt: RunAt) => Promise<unknown> | undefined;
  /** Puts into AWS, or into the event that it gives, what a log's author adds to what is to be told. */
  readonly beside: (means: AuthorMeans, aws: FakeAws) => object | undefined;
  /** When the handler runs next by itself, and on what. */
  readonly next: { readonly event: object; readonly afterSeconds: number };
  /** The next run makes up for this one, even when Lambda's retries fail as well. */
  readonly isMadeUpFor: boolean;
  /** What a message tells: each once is what must come out. */
  readonly toldBy: (published: Published) => readonly string[];
  /** Told again in the next run's own report, if this one's died right after it went out. */
  readonly isReport?: (told: string) => boolean;
  /** A fault may be news in itself. */
  readonly isAboutFault?: (told: string) => boolean;
}
