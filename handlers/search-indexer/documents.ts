import { callTarget } from '../../analysis/call-target';
import { describeIdentity } from '../../analysis/describe-identity';
import { JSON_COLUMNS } from '../../deployment/search/index-template';
import { type SearchSource, searchIndex } from '../../deployment/search/search-names';
import {
  isJsonObject,
  type JsonObject,
  parseCloudTrailRecord,
} from '../../records/cloudtrail/cloudtrail-record';
import type { SubscriptionLogEvent, SubscriptionPayload } from '../../records/envelopes/subscription-payload';
import type { FlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { messageOf } from '../../records/values/message-of';

/** One record as it is indexed. */
export interface SearchDocument {
  readonly index: string;
  /** That of the log event: a batch that comes twice is indexed once. */
  readonly id: string;
  readonly fields: JsonObject;
}

export interface SearchDocuments {
  readonly documents: readonly SearchDocument[];
  /** Why a record is none; what it was is in its log group. */
  readonly unreadable: readonly string[];
}

export interface IndexedPlaces {
  readonly deployment: string;
  readonly sourceOf: (logGroup: string) => SearchSource | undefined;
  readonly flowFormat: FlowLogFormat;
}

/** A subscription to a log group that this function was not told of. */
export class UnknownLogGroupError extends Error {
  override readonly name = 'UnknownLogGroupError';
}

/**
 * The records of a batch with the columns of their table, as the index templates map them.
 *
 * @throws UnknownLogGroupError for a log group that is none of ours
 */
export function documentsOf(payload: SubscriptionPayload, places: IndexedPlaces): SearchDocuments {
  const source = places.sourceOf(payload.logGroup);
  if (source === undefined) {
    throw new UnknownLogGroupError(
      `no table for the log group ${payload.logGroup}; take its subscription to this function away`,
    );
  }
  const documents: SearchDocument[] = [];
  const unreadable: string[] = [];
  const line = places.flowFormat.reader();
  const understand: Readonly<Record<SearchSource, (event: SubscriptionLogEvent) => Understood>> = {
    'api-calls': callFields,
    flows: ({ message }) => {
      const outcome = line.read(message);
      if (outcome === 'unreadable') return line.reason;
      return outcome === 'record' ? columns(line.toFields()) : columns({ log_status: outcome });
    },
    'container-lines': lineFields,
  };
  for (const event of payload.logEvents) {
    const fields = understood(understand[source], event);
    if (typeof fields === 'string') {
      unreadable.push(fields);
      continue;
    }
    documents.push({
      index: searchIndex(places.deployment, source, event.timestamp),
      id: event.id,
      fields: {
        '@timestamp': new Date(event.timestamp).toISOString(),
        ...fields,
        // After what the record says: where it lies is not its author's to choose.
        log_group: payload.logGroup,
        log_stream: payload.logStream,
      },
    });
  }
  return { documents, unreadable };
}

/** Fields, or why there are none. */
type Understood = JsonObject | string;

/** What reading trips over is that record's alone: the batch would come again and trip each time. */
function understood(
  understand: (event: SubscriptionLogEvent) => Understood,
  event: SubscriptionLogEvent,
): Understood {
  try {
    return understand(event);
  } catch (error) {
    return `a record that cannot be read: ${messageOf(error)}`;
  }
}

function callFields({ message }: SubscriptionLogEvent): Understood {
  const outcome = parseCloudTrailRecord(message);
  if (outcome.kind === 'foreign' || outcome.kind === 'unreadable') return outcome.reason;
  if (outcome.kind !== 'record') return `a ${outcome.kind}, which is no API call`;
  const { record } = outcome;
  const target = callTarget(record);
  const lower = Object.entries(record).map(([key, value]) => {
    const column = key.toLowerCase();
    return [column, JSON_COLUMNS.has(column) ? asObject(value) : flat(value)] as const;
  });
  return {
    ...Object.fromEntries(lower),
    '@timestamp': record.eventTime,
    // As Athena's table has it, a text.
    ...(record.readOnly !== undefined && { readonly: String(record.readOnly) }),
    actor: describeIdentity(record.userIdentity),
    ...(target !== undefined && { target }),
  };
}

/** A service that answers with a text, where others answer with an object, is one that is not found otherwise. */
function asObject(value: JsonObject[string] | undefined): JsonObject[string] {
  const object = flat(value);
  return object === null || isJsonObject(object) ? object : { text: object };
}

/** A field that is searched by path takes objects alone: the items of a list get numbers as names. */
function flat(value: JsonObject[string] | undefined): JsonObject[string] {
  return Array.isArray(value) ? { ...value } : (value ?? null);
}

/** The daemons write JSON with the table's columns; what a container says otherwise is found by its words. */
function lineFields({ message }: SubscriptionLogEvent): Understood {
  try {
    const value = JSON.parse(message);
    if (isJsonObject(value)) {
      // When it was is said by the log group: a line that chooses its time hides among others.
      const { '@timestamp': _, ...said } = value;
      return said;
    }
  } catch {
    // A line of text.
  }
  return { message };
}

function columns(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.replaceAll('-', '_'), value]),
  );
}
