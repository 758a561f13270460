import { MOST_TOGETHER, type Stored } from '../state/state-table';
import {
  type Change,
  type Claimed,
  changeStory,
  type PlannedChange,
  planChange,
  STORY_KIND,
} from './claim-story';
import type { Reporting } from './reporting';
import type { StoryItem } from './story-item';
import { tellClaimed } from './tell-claimed';

/** Messages of a run about one actor each; whoever comes after these is in one message together. */
const MOST_MESSAGES = 50;

export interface Claim {
  /** Whom the story is about: what one actor did is one message. */
  readonly actor: string;
  /** The story's. */
  readonly key: string;
  /** Takes the change upon this run; asked again where another run was faster. */
  readonly change: (known: Stored<StoryItem> | undefined) => Change | undefined;
  /** Called once the change is written down, or there was nothing to write. */
  readonly onTaken?: () => void;
}

/**
 * Claims what is to be told, and tells it. A story that cannot be changed stops no other: what was claimed is told, then the
 * run fails and comes again.
 *
 * @returns how many messages were published
 */
export async function claimAndTell(claims: readonly Claim[], reporting: Reporting): Promise<number> {
  const taken = await claimTogether(claims, reporting);
  const claimed: Claimed[] = [];
  const failures: unknown[] = [];
  const messages = new Messages(reporting);
  for (const claim of claims) {
    try {
      const message = messages.of(claim);
      const mine = taken.has(claim)
        ? taken.get(claim)
        : await changeStory(claim.key, reporting, message, claim.change);
      claim.onTaken?.();
      if (mine === undefined) continue;
      claimed.push(mine);
      messages.note(claim);
    } catch (error) {
      failures.push(error);
    }
  }
  const published = await tellClaimed(claimed, reporting);
  if (failures.length > 0) throw failures[0];
  return published;
}

/** Which message tells a claim. */
class Messages {
  readonly #actors = new Set<string>();
  readonly #attempt: string;

  constructor({ attempt }: Reporting) {
    this.#attempt = attempt;
  }

  of({ actor }: Claim): string {
    return `${this.#attempt} ${this.#isOwn(actor) ? actor : 'and others'}`;
  }

  note({ actor }: Claim): void {
    if (this.#isOwn(actor)) this.#actors.add(actor);
  }

  #isOwn(actor: string): boolean {
    return this.#actors.has(actor) || this.#actors.size < MOST_MESSAGES;
  }
}

/**
 * The claims that could be written many at a time, with what each came to; the others, of which one in their midst failed or
 * which are about a story that an earlier one changes, are left to be written one by one.
 */
async function claimTogether(
  claims: readonly Claim[],
  reporting: Reporting,
): Promise<ReadonlyMap<Claim, Claimed | undefined>> {
  const taken = new Map<Claim, Claimed | undefined>();
  const firsts = new Map<string, Claim>();
  for (const claim of claims) if (!firsts.has(claim.key)) firsts.set(claim.key, claim);
  if (firsts.size < 2) return taken;
  const all = [...firsts.values()];
  const messages = new Messages(reporting);
  for (let begin = 0; begin < all.length; begin += MOST_TOGETHER) {
    const some = all.slice(begin, begin + MOST_TOGETHER);
    const known = await reporting.state.getTogether<StoryItem>(
      STORY_KIND,
      some.map(({ key }) => key),
    );
    if (known === undefined) continue;
    const planned: { readonly claim: Claim; readonly plan: PlannedChange }[] = [];
    for (const claim of some) {
      const { key, change } = claim;
      const plan = planChange(key, known.get(key), messages.of(claim), change, reporting);
      if (plan === undefined) taken.set(claim, undefined);
      else planned.push({ claim, plan });
      if (plan?.claimed !== undefined) messages.note(claim);
    }
    const writes = planned.map(({ plan }) => plan.write);
    if (writes.length < 2 || !(await reporting.state.putTogether(STORY_KIND, writes))) continue;
    for (const { claim, plan } of planned) taken.set(claim, plan.claimed);
  }
  return taken;
}
