import type { CloudTrailRecord, JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { isIpAddress } from '../is-ip-address';
import { type NamedCall, namedCall } from './call-name';
import { type Caller, type CallerKind, Callers } from './caller';
import { objectsAt, textAt, textsAt, valueAt } from './json-path';
import { OwnNames } from './own-names';
import { templatedRecords } from './templated-calls';
import { threadsOf } from './threads';

const NOTHING: JsonObject = {};
const NO_NAMES = new OwnNames();

/** Addresses that were looked at; forgotten together when there are too many. */
const ADDRESSES = new Map<string, boolean>();
const MOST_ADDRESSES = 4_096;

function isKnownAddress(text: string): boolean {
  const known = ADDRESSES.get(text);
  if (known !== undefined) return known;
  if (ADDRESSES.size >= MOST_ADDRESSES) ADDRESSES.clear();
  const isAddress = isIpAddress(text);
  ADDRESSES.set(text, isAddress);
  return isAddress;
}

/** What is the same of all records of one analyzer. */
export interface CallContext {
  readonly callers: Callers;
  /** Is it known at all which roles deploy? */
  readonly knowsDeployRoles: boolean;
  readonly own: OwnNames;
}

export function callContext(deployRoles: readonly string[] = [], own: readonly string[] = []): CallContext {
  return {
    callers: new Callers(new Set(deployRoles)),
    knowsDeployRoles: deployRoles.length > 0,
    own: own.length === 0 ? NO_NAMES : new OwnNames(own),
  };
}

/**
 * One record as detections ask about it; what is costly is worked out when it is first asked for. Made anew for each
 * record that some detection wants to see, and not kept.
 */
export class TrailCall {
  readonly record: CloudTrailRecord;
  /** Epoch seconds. */
  readonly at: number;
  readonly by: Caller;
  /** `ecs:ExecuteCommand`. */
  readonly name: string;
  /** `ExecuteCommand`. */
  readonly eventName: string;
  private readonly context: CallContext;
  private knownThreads: readonly string[] | undefined;

  constructor(
    record: CloudTrailRecord,
    at: number,
    context: CallContext,
    by: Caller = context.callers.of(record),
    { call, eventName }: NamedCall = namedCall(record),
  ) {
    this.record = record;
    this.at = at;
    this.context = context;
    this.by = by;
    this.name = call;
    this.eventName = eventName;
  }

  /** On success CloudTrail leaves `errorCode` out; a sign-in that failed has none either, and says so in its answer. */
  get succeeded(): boolean {
    const { errorCode, responseElements: answer } = this.record;
    if (errorCode !== undefined) return false;
    return answer === null || answer === undefined || answer[this.eventName] !== 'Failure';
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
    return this.by.kind;
  }

  isBy(...kinds: readonly CallerKind[]): boolean {
    return kinds.includes(this.caller);
  }

  /** Is it known at all which roles deploy? Where not, a role may be a pipeline that nobody named. */
  get knowsDeployRoles(): boolean {
    return this.context.knowsDeployRoles;
  }

  /** The first thing of the pipeline's own that the request names. */
  get ownName(): string | undefined {
    return this.context.own.namedIn(this.record.requestParameters);
  }

  /** Does this member of the request name something of the pipeline's own? */
  isOwn(path: string): boolean {
    return this.context.own.namedIn(this.text(path)) !== undefined;
  }

  /** The service that made the call for somebody; callers cannot write this member. */
  get through(): string | undefined {
    return this.record.userIdentity?.invokedBy;
  }

  /** The identity with its session. */
  get actor(): string {
    return this.by.actor;
  }

  /** What the acts of whoever calls have in common, whatever the session is called; the actor among them. */
  get threads(): readonly string[] {
    this.knownThreads ??= threadsOf(this.by, this.record, this.address);
    return this.knownThreads;
  }

  /** The user or the role, over all its sessions. */
  get principal(): string {
    return this.by.principal;
  }

  /** ARN of the role behind a session. */
  get role(): string | undefined {
    return this.by.role;
  }

  get session(): string | undefined {
    return this.by.session;
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
    return isKnownAddress(sourceIPAddress) ? sourceIPAddress : undefined;
  }

  /** Did the call come through an AWS service, on somebody's behalf or its own? */
  get isThroughService(): boolean {
    return this.record.userIdentity?.invokedBy !== undefined;
  }

  /** The calls of ECS that this one leaves a template for: what a schedule, a target or a pipe runs later. */
  get templated(): readonly TrailCall[] {
    return templatedRecords(this.record).map(
      (record) => new TrailCall(record, this.at, this.context, this.by),
    );
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
