import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';

/** Records, given in part; what they leave out is made up. */
export interface ExampleDocument {
  readonly records?: readonly JsonObject[] | undefined;
  /** Records of the weeks before, from which first times learn. */
  readonly before?: readonly JsonObject[] | undefined;
  /** Flow records by the names of AWS. */
  readonly flows?: readonly JsonObject[] | undefined;
}
