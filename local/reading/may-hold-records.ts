/** Members of records, and of what holds some, in text that may be no JSON. */
const RECORD_WORDS =
  /"(?:Records|eventVersion|eventTime|eventSource|eventName|CloudTrailEvent|logEvents|awslogs|srcaddr|class_uid)"/;

/** Does a text that cannot be parsed look like a record, or like what holds some? */
export function mayHoldRecords(text: string): boolean {
  return RECORD_WORDS.test(text);
}
