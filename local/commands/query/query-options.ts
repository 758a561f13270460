import type { QueryFormat } from '../../render/answers/write-answer';
import type { PlaceFlags } from '../options/place-options';

/** What the command line gives `harborwatch query`. */
export interface QueryOptions extends PlaceFlags {
  readonly on?: readonly string[];
  /** The word to look for, or true for all. */
  readonly list?: string | true;
  readonly tables?: string | true;
  readonly explain?: true;
  readonly since?: string;
  readonly until?: string;
  readonly param?: readonly string[];
  readonly settings?: string;
  /** Folder with questions of somebody's own. */
  readonly detections?: string;
  readonly format?: QueryFormat;
  readonly out?: string;
  readonly rawCsv?: boolean;
  readonly memory?: string;
  readonly flowLogFormat?: string;
  readonly workgroup?: string;
  readonly database?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly outputLocation?: string;
  /** False where the shell is to keep no history. */
  readonly history?: boolean;
  /** May what is found out about a folder be kept in the user's cache folder? */
  readonly isCached: boolean;
  readonly layout: 'plain' | 'hive-compatible';
}
