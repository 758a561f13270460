import type { Owner } from './contact';
import { networkOf } from './network-of';
import {
  absorbUpload,
  addWindow,
  DAY_SECONDS,
  emptyUpload,
  foldBefore,
  type SentWindow,
  type Upload,
} from './upload-days';

const MOST_UPLOADS = 20_000;
/** About 40 bytes each. */
const MOST_WINDOWS = 200_000;

/** What services sent to networks on the internet, by day; bounded. */
export class UploadLedger {
  /** Key: service and network. */
  readonly all = new Map<string, Upload>();
  /** Windows for whose network there was no room. */
  left = 0;
  #windows = 0;
  #lastDay = 0;

  add(owner: Owner, sent: SentWindow): void {
    const network = networkOf(sent.target);
    const upload = this.#upload(`${owner.key} ${network}`, { owner, network, source: sent.source });
    if (upload === undefined) return;
    this.#lastDay = Math.max(this.#lastDay, Math.floor(sent.at / DAY_SECONDS));
    if (addWindow(upload, sent)) this.#windows += 1;
    if (this.#windows >= MOST_WINDOWS) this.#fold();
  }

  /** Takes over what another has seen; `ownerOf` gives the service here that is one there. */
  absorb(other: UploadLedger, ownerOf: (theirs: Owner) => Owner): void {
    for (const [key, theirs] of other.all) {
      const ours = this.#upload(key, { ...theirs, owner: ownerOf(theirs.owner) });
      if (ours !== undefined) this.#windows += absorbUpload(ours, theirs);
    }
    this.#lastDay = Math.max(this.#lastDay, other.#lastDay);
    this.left = Math.max(this.left, other.left);
  }

  #upload(key: string, ends: Pick<Upload, 'owner' | 'network' | 'source'>): Upload | undefined {
    const known = this.all.get(key);
    if (known !== undefined) return known;
    if (this.all.size >= MOST_UPLOADS) {
      this.left += 1;
      return undefined;
    }
    const upload = emptyUpload(ends);
    this.all.set(key, upload);
    return upload;
  }

  /** The sums stay: a window of a day that was folded and comes again counts twice. Days before the last two go first. */
  #fold(): void {
    for (const before of [this.#lastDay - 1, this.#lastDay + 1]) {
      if (this.#windows < MOST_WINDOWS) return;
      for (const upload of this.all.values()) this.#windows -= foldBefore(upload, before);
    }
  }
}
