import {
  type ApiCallKind,
  type CloudTrailRecord,
  kindOfApiCall,
} from '../../records/cloudtrail/cloudtrail-record';
import type { FlowLogLine } from '../../records/flow-logs/flow-log-line';
import type { LogSink } from '../reading/log-sink';

const MOST_NAMES = 10_000;
/** Calls that only look, by how AWS names them, where a record does not say so itself. */
export const READS = /^(?:Get|List|Describe|Lookup|Head|Search|Scan|Query|BatchGet|Filter|Select)/;

/** How much there is of what, and what is never among it. */
export class VolumeSink implements LogSink {
  apiEvents = 0;
  flowRecords = 0;
  sshRecords = 0;
  readEvents = 0;
  containerLines = 0;
  readonly kinds = new Map<ApiCallKind, number>();
  readonly regions = new Set<string>();
  readonly flowFields = new Set<string>();
  readonly #sshPorts: ReadonlySet<number>;
  #format: unknown;

  constructor(sshPorts: readonly number[]) {
    this.#sshPorts = new Set(sshPorts);
  }

  cloudTrail(record: CloudTrailRecord): undefined {
    this.apiEvents += 1;
    const kind = kindOfApiCall(record);
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    const isRead = record.readOnly ?? READS.test(record.eventName);
    if (kind === 'management' && isRead) this.readEvents += 1;
    if (record.awsRegion !== undefined && this.regions.size < MOST_NAMES) this.regions.add(record.awsRegion);
    return undefined;
  }

  flow(record: FlowLogLine): undefined {
    this.flowRecords += 1;
    const { dstport, srcport } = record;
    if (this.#sshPorts.has(dstport ?? -1) || this.#sshPorts.has(srcport ?? -1)) this.sshRecords += 1;
    if (this.#format !== record.format) {
      this.#format = record.format;
      for (const name of record.format.names) this.flowFields.add(name);
    }
    return undefined;
  }

  containerLine(): undefined {
    this.containerLines += 1;
    return undefined;
  }

  window(): undefined {
    return undefined;
  }
}
