/** What a parsed JSON document can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * Who made the call. `type` is missing on some `AwsServiceEvent` records; `sessionContext` is missing for
 * IAM users, root and AWS services.
 */
export interface UserIdentity extends JsonObject {
  readonly type?: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
}

/**
 * One CloudTrail record. `requestParameters` and `responseElements` have no official schema, so they stay
 * JSON; on success `errorCode` is absent, not null.
 */
export interface CloudTrailRecord extends JsonObject {
  readonly eventVersion?: string;
  readonly userIdentity?: UserIdentity;
  /** ISO 8601, UTC, whole seconds. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters?: JsonObject | null;
  readonly responseElements?: JsonObject | null;
  readonly eventID?: string;
  readonly eventType?: string;
  readonly recipientAccountId?: string;
  readonly readOnly?: boolean;
}
