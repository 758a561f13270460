/** The log is a kind of flow log that VPC analysis cannot use, such as Transit Gateway's. */
export class UnsupportedFlowLogError extends Error {
  override readonly name = 'UnsupportedFlowLogError';
}

/** The field list of a flow log is not one: empty, repeated, or without a single known field. */
export class FlowLogFormatError extends Error {
  override readonly name = 'FlowLogFormatError';
}
