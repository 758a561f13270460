import type { SshPolicy } from '../policy';
import { cidrMatcher, isOutsideAddress, isPublicAddress } from './addresses';

/** Where addresses lie, as the owner of the network sees it. */
export interface Places {
  /** Is it one of the internet's, and not one of the owner's own? */
  isPublic(address: string): boolean;
  /** Does a source lie outside of the owner's networks? That is what moves a severity. */
  isOutside(address: string): boolean;
}

/** Where the owner has no public ranges. */
const USUAL: Places = { isPublic: isPublicAddress, isOutside: isOutsideAddress };

const kept = new WeakMap<object, Places>();

/**
 * Tells inside from outside by what the owner says of the own public ranges; the same answers as long as the policy is.
 *
 * @throws InvalidCidrError for a range that cannot be read
 */
export function placesOf(policy: Pick<SshPolicy, 'insideCidrs'>): Places {
  const { insideCidrs = [] } = policy;
  if (insideCidrs.length === 0) return USUAL;
  const known = kept.get(policy);
  if (known !== undefined) return known;
  const isOwn = cidrMatcher(insideCidrs);
  const places: Places = {
    isPublic: (address) => isPublicAddress(address) && !isOwn(address),
    isOutside: (address) => isOutsideAddress(address) && !isOwn(address),
  };
  kept.set(policy, places);
  return places;
}
