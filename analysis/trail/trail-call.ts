import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail-record';
import { isIpAddress } from '../is-ip-address';
import { actorOf, type CallerKind, callerKindOf, principalOf, roleOf, sessionOf } from './caller';
import { objectsAt, textAt, textsAt, valueAt } from './json-path';
import { OwnNames } from './own-names';

const NOTHING: JsonObject = {};
const NO_NAMES = new OwnNames();

/**
 * One record as detections ask about it; what is costly is worked out when it is first asked for. Made anew for each
 * record that some detection wants to see, and not kept.
 */
export class TrailCall {
  readonly record: CloudTrailRecord;
  /** Epoch seconds. */
  readonly at: number;
  readonly #deployRoles: ReadonlySet<string>;
  readonly #own: OwnNames;
  #caller: CallerKind | undefined;
  #isAddress: boolean | undefined;
  #role: string | false | undefined;

  constructor(
    record: CloudTrailRecord,
    at: number,
    deployRoles: ReadonlySet<string>,
    own: OwnNames = NO_NAMES,
  ) {
    this.record = record;
    this.at = at;
    this.#deployRoles = deployRoles;
    this.#own = own;
  }

  /** On success CloudTrail leaves `errorCode` out. */
  get succeeded(): boolean {
    return this.record.errorCode === undefined;
  }

  /** Refused for lack of a permission: `AccessDenied…`, `Client.UnauthorizedOperation`, `VpceAccessDenied`. */
  get refused(): boolean {
    const { errorCode } = this.record;
    return errorCode !== undefined && /AccessDenied|Unauthorized|NotAuthorized|Forbidden/.test(errorCode);
  }

  get request(): JsonObject {
    return this.record.requestParameters ?? NOTHING;
  }

  get response(): JsonObject {
    return this.record.responseElements ?? NOTHING;
  }

  get caller(): CallerKind {
    this.#caller ??= callerKindOf(this.record, this.#deployRoles);
    return this.#caller;
  }

  isBy(...kinds: readonly CallerKind[]): boolean {
    return kinds.includes(this.caller);
  }

  /** Is it known at all which roles deploy? Where not, a role may be a pipeline that nobody named. */
  get knowsDeployRoles(): boolean {
    return this.#deployRoles.size > 0;
  }

  /** The first thing of the pipeline's own that the request names. */
  get ownName(): string | undefined {
    return this.#own.namedIn(this.record.requestParameters);
  }

  /** Does this member of the request name something of the pipeline's own? */
  isOwn(path: string): boolean {
    return this.#own.namedIn(this.text(path)) !== undefined;
  }

  /** The service that made the call for somebody; callers cannot write this member. */
  get through(): string | undefined {
    return this.record.userIdentity?.invokedBy;
  }

  /** The identity with its session. */
  get actor(): string {
    return actorOf(this.record);
  }

  /** The user or the role, over all its sessions. */
  get principal(): string {
    return principalOf(this.record);
  }

  /** ARN of the role behind a session. */
  get role(): string | undefined {
    this.#role ??= roleOf(this.record) ?? false;
    return this.#role === false ? undefined : this.#role;
  }

  get session(): string | undefined {
    return sessionOf(this.record);
  }

  get accessKey(): string | undefined {
    return textAt(this.record.userIdentity, 'accessKeyId');
  }

  get account(): string | undefined {
    return this.record.recipientAccountId ?? this.record.userIdentity?.accountId;
  }

  /** Where the call came from, if that is an address and no service. */
  get address(): string | undefined {
    const { sourceIPAddress } = this.record;
    // Services are named like hosts; everything else is an address.
    if (sourceIPAddress === undefined || sourceIPAddress.endsWith('.amazonaws.com')) return undefined;
    this.#isAddress ??= isIpAddress(sourceIPAddress);
    return this.#isAddress ? sourceIPAddress : undefined;
  }

  /** Did the call come through an AWS service, on somebody's behalf or its own? */
  get isThroughService(): boolean {
    return this.record.userIdentity?.invokedBy !== undefined;
  }

  value(path: string): JsonValue | undefined {
    return valueAt(this.record, path);
  }

  /** A text of the request that is not empty. */
  text(path: string): string | undefined {
    return textAt(this.request, path);
  }

  /** All texts of the request that a path leads to; `[]` goes into each element. */
  texts(path: string): readonly string[] {
    return textsAt(this.request, path);
  }

  objects(path: string): readonly JsonObject[] {
    return objectsAt(this.request, path);
  }
}
