import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import type { KnownFacts } from './known-fields';
import type { JsonCondition, Selector } from './pattern-tree';

/** Types of identities, by the number that stands for them; 0 is no type. */
const TYPES: readonly string[] = [
  '',
  'Root',
  'IAMUser',
  'AssumedRole',
  'Role',
  'FederatedUser',
  'Directory',
  'AWSAccount',
  'AWSService',
  'Unknown',
  'SAMLUser',
  'WebIdentityUser',
  'IdentityCenterUser',
];
const TYPE_OF: ReadonlyMap<string, number> = new Map(TYPES.map((type, number) => [type, number]));
const TYPE_BITS = 0b1111;
/** Of another type: what it is has to be asked of the record. */
const OTHER_TYPE = TYPE_BITS;
const READ_ONLY_BITS = 0b11_0000;
/** `readOnly` by the bits that stand for it; the fourth is something else than a truth value. */
const READ_ONLY = [undefined, true, false] as const;
const READ_ONLY_SHIFT = 4;
const OTHER_READ_ONLY = 3 << READ_ONLY_SHIFT;
const FAILED = 0b100_0000;
const FIRST_MEMBER = 7;
/** A shape is a small integer, which has 31 bits at most where pointers are compressed, and no sign here. */
const MOST_MEMBERS = 30 - FIRST_MEMBER;

/**
 * The shapes that records of one call have: what settles most of what patterns ask, and is told in a glance. A shape says
 * which members of the request are there, of those that patterns ask for; the type of the identity; whether the call
 * reads, and whether it failed.
 */
export class CallShapes {
  readonly #eventSource: string;
  readonly #eventName: string;
  readonly #bitOf: ReadonlyMap<string, number>;

  /** @param conditions what is asked of records of this call */
  constructor(eventSource: string, eventName: string, conditions: readonly JsonCondition[]) {
    this.#eventSource = eventSource;
    this.#eventName = eventName;
    const members = [...new Set(conditions.flatMap(requestMembers))].slice(0, MOST_MEMBERS);
    this.#bitOf = new Map(members.map((member, index) => [member, 1 << (FIRST_MEMBER + index)]));
  }

  /** The shape of a record, as a number that is the same for the same shape. */
  of(record: JsonObject): number {
    const { userIdentity, readOnly, errorCode, requestParameters: request } = record;
    let shape = typeBits(isObject(userIdentity) ? userIdentity['type'] : undefined);
    if (readOnly !== undefined) shape |= readOnlyBits(readOnly);
    if (errorCode !== undefined) shape |= FAILED;
    if (!isObject(request)) return shape;
    for (const member in request) shape |= this.#bitOf.get(member) ?? 0;
    return shape;
  }

  /** What is known of every record of a shape. */
  factsOf(shape: number): KnownFacts {
    const type = TYPES[shape & TYPE_BITS];
    const readOnly = READ_ONLY[(shape & READ_ONLY_BITS) >> READ_ONLY_SHIFT];
    const record: JsonObject = {
      eventSource: this.#eventSource,
      eventName: this.#eventName,
      ...(readOnly !== undefined && { readOnly }),
      ...(type !== undefined && type !== '' && { userIdentity: { type } }),
    };
    return { record, knows: (selector) => this.#knows(shape, selector) };
  }

  #knows(shape: number, [first, second, third]: Selector): boolean {
    if (first?.kind !== 'key') return false;
    switch (first.key) {
      case 'eventSource':
      case 'eventName':
        return true;
      case 'errorCode':
        return (shape & FAILED) === 0;
      case 'readOnly':
        return (shape & READ_ONLY_BITS) !== OTHER_READ_ONLY;
      case 'userIdentity':
        return (
          second?.kind === 'key' &&
          second.key === 'type' &&
          third === undefined &&
          (shape & TYPE_BITS) !== OTHER_TYPE
        );
      case 'requestParameters': {
        const bit = second?.kind === 'key' ? this.#bitOf.get(second.key) : undefined;
        return bit !== undefined && (shape & bit) === 0;
      }
      default:
        return false;
    }
  }
}

function typeBits(type: JsonValue | undefined): number {
  if (type === undefined) return 0;
  // An empty text is a type all the same, which 0 is not.
  return typeof type === 'string' && type !== '' ? (TYPE_OF.get(type) ?? OTHER_TYPE) : OTHER_TYPE;
}

function readOnlyBits(readOnly: JsonValue): number {
  if (readOnly === true) return 1 << READ_ONLY_SHIFT;
  return readOnly === false ? 2 << READ_ONLY_SHIFT : OTHER_READ_ONLY;
}

function requestMembers(condition: JsonCondition): readonly string[] {
  if ('of' in condition) return condition.of.flatMap(requestMembers);
  const [first, second] = condition.selector;
  const isRequest = first?.kind === 'key' && first.key === 'requestParameters';
  return isRequest && second?.kind === 'key' ? [second.key] : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
