/** What a command reads, as its help says it. */
export const WHERE =
  'folder or file with CloudTrail records and flow logs, s3://bucket/prefix, or - for standard input';
