/** One form of logs that is read; `test/docs/rendering/reading-forms.test.ts` reads a sample of each. */
export interface ReadForm {
  readonly id: string;
  readonly form: string;
  /** The tool or service that writes it. */
  readonly from: string;
}

/** What is not read, and what becomes of it. */
export interface RefusedForm {
  readonly id: string;
  readonly form: string;
  readonly why: string;
  /** Told as unreadable (exit status 3), counted as skipped, or left alone. */
  readonly told: 'unreadable' | 'skipped' | 'left alone';
}

export const CLOUDTRAIL_FORMS: readonly ReadForm[] = [
  {
    id: 'trail-file',
    form: '`{"Records":[…]}`',
    from: 'CloudTrail, delivered to a bucket; CloudTrail console, Event history, Download JSON',
  },
  { id: 'array', form: 'an array of records', from: '`jq .Records`' },
  { id: 'json-lines', form: 'a record a line', from: '`jq -c .Records[]`, Athena, SIEMs' },
  { id: 'side-by-side', form: 'records side by side, without a line break', from: 'Data Firehose' },
  {
    id: 'lookup-events',
    form: '`Events[].CloudTrailEvent`, JSON as text',
    from: 'AWS CLI 2, `aws cloudtrail lookup-events`',
  },
  {
    id: 'flat',
    form: 'members named with dots, `userIdentity.arn`: put together again, which is said',
    from: 'databases, SIEMs',
  },
  {
    id: 'lookup-events-query',
    form: 'a list of records as text',
    from: "AWS CLI 2, `aws cloudtrail lookup-events --query 'Events[].CloudTrailEvent'`, `--output json` and `text`",
  },
  {
    id: 'lake-query',
    form: '`QueryResultRows[][].eventJson`, and CSV with a column `eventJson`',
    from: 'CloudTrail Lake: `aws cloudtrail get-query-results`, query results in a bucket',
  },
  {
    id: 'record-over-lines',
    form: 'a record over many lines, with other lines between',
    from: 'AWS CLI 2, `aws logs tail --format json`; `jq .`; notes',
  },
  {
    id: 'lookup-events-lines',
    form: 'a record within a line: text, YAML, a mark of a collector before it',
    from: 'AWS CLI 2, `aws cloudtrail lookup-events` with `--output` `text`, `yaml`, `yaml-stream` and `table`; syslog, fluentd, logcli',
  },
  {
    id: 'event-history-csv',
    form: 'CSV of the event history: no parameters, no response, no kind of caller; also parted by `;` or tabs. Read after all else, so that it hides no whole record',
    from: 'CloudTrail console, Event history, Download CSV; a spreadsheet that saved it again',
  },
  { id: 'eventbridge', form: 'events with the record in `detail`', from: 'EventBridge rules and archives' },
  {
    id: 'security-lake',
    form: 'Parquet of OCSF API activity (class 6003): what OCSF does not carry is said',
    from: 'Security Lake, source versions 1 (OCSF 1.0.0-rc.2) and 2 (OCSF 1.1.0)',
  },
];

export const FLOW_LOG_FORMS: readonly ReadForm[] = [
  {
    id: 'flow-header',
    form: `text with a header line, versions 2 to 11, fields in any order; names also in capitals or as \`\${srcaddr}\``,
    from: 'VPC, delivered to a bucket',
  },
  {
    id: 'flow-default',
    form: 'text without a header line, in the default format',
    from: 'CloudWatch Logs, however it was exported',
  },
  {
    id: 'flow-given',
    form: 'the same in another format, with `--flow-log-format`',
    from: 'CloudWatch Logs of a custom format',
  },
  { id: 'flow-tabs', form: 'fields parted by tabs, commas or several blanks', from: 'spreadsheets' },
  {
    id: 'flow-csv',
    form: 'CSV, a column a field, in any order and any letters; also parted by `;`',
    from: 'Athena, query results; Logs Insights of the fields that it finds; spreadsheets',
  },
  {
    id: 'flow-results',
    form: '`ResultSet.Rows[].Data[].VarCharValue`',
    from: 'AWS CLI 2, `aws athena get-query-results`',
  },
  {
    id: 'flow-within-line',
    form: 'a flow of the default format within a line: text, YAML, a mark of syslog before it',
    from: 'AWS CLI 2, `aws logs filter-log-events` with `--output` `text` and `yaml`; syslog',
  },
  { id: 'flow-milliseconds', form: 'times in milliseconds', from: 'SIEMs' },
  { id: 'flow-json', form: 'JSON objects, a member a field', from: 'Data Firehose, SIEMs' },
  {
    id: 'flow-parquet',
    form: 'Parquet, column names with `_` or `-`, in any letters',
    from: 'VPC, delivered to a bucket as Parquet; databases that unload it',
  },
  { id: 'flow-security-lake', form: 'Parquet of OCSF network activity (class 4001)', from: 'Security Lake' },
];

export const ENVELOPES: readonly ReadForm[] = [
  {
    id: 'filter-log-events',
    form: '`events[].message`',
    from: 'AWS CLI 2, `aws logs filter-log-events` and `get-log-events`',
  },
  {
    id: 'query-results',
    form: '`results[][].value` of `@message`',
    from: 'AWS CLI 2, `aws logs get-query-results`',
  },
  {
    id: 'insights-csv',
    form: 'CSV with a column `@message` or `message`; also parted by `;`',
    from: 'CloudWatch console, Logs Insights and log events',
  },
  {
    id: 'message-csv',
    form: 'CSV with a column `_raw`, `event.original`, `line`, `log`',
    from: 'Splunk 9, Kibana and OpenSearch Dashboards (Discover), Grafana',
  },
  {
    id: 'logs-query',
    form: 'a list of messages as text',
    from: "AWS CLI 2, `aws logs filter-log-events --query 'events[].message'`",
  },
  {
    id: 'search-hits',
    form: '`hits.hits[]._source`; a document a line, with or without the actions of a bulk request',
    from: 'OpenSearch 2 and Elasticsearch 8, `_search`, `_bulk`; elasticdump',
  },
  {
    id: 'event-original',
    form: '`event.original`, nested or as one name',
    from: 'Filebeat and Elastic Agent 8 with `preserve_original_event`',
  },
  {
    id: 'splunk',
    form: '`result._raw`, `results[]._raw`; `event`',
    from: 'Splunk 9, export of a search as JSON; HTTP Event Collector',
  },
  {
    id: 'collector',
    form: '`message`, `log` or `line` of a JSON line',
    from: "Vector, Fluent Bit, fluentd, Logstash, Docker's json-file, logcli of Loki 3",
  },
  { id: 'loki', form: '`data.result[].values`', from: 'Loki 3, HTTP API' },
  {
    id: 'any-member',
    form: 'a record or its text, at any other member of a JSON document',
    from: 'SIEMs, ticket systems, `aws s3api select-object-content`',
  },
  {
    id: 'export-task',
    form: 'a time before each line',
    from: 'CloudWatch Logs, `aws logs create-export-task`',
  },
  {
    id: 'logs-tail',
    form: 'a time before each line, and the stream of an interface after it',
    from: 'AWS CLI 2, `aws logs tail`, `--format` `short` and `detailed`',
  },
  {
    id: 'subscription',
    form: '`logEvents[].message`, and `awslogs.data` around it',
    from: 'CloudWatch Logs subscriptions, to Lambda and Firehose',
  },
  { id: 'sns', form: '`Message` of a notification', from: 'SNS' },
  { id: 'sqs', form: '`Messages[].Body`', from: 'AWS CLI 2, `aws sqs receive-message`; Lambda' },
  { id: 'kinesis', form: '`Records[].kinesis.data`, Base64', from: 'Kinesis Data Streams, to Lambda' },
  { id: 'firehose', form: '`records[].data`, Base64', from: 'Data Firehose, to Lambda' },
];

export const CONTAINERS: readonly ReadForm[] = [
  { id: 'gz', form: '`.gz`, of one member or several, also in one another', from: 'gzip (RFC 1952)' },
  { id: 'zst', form: '`.zst`', from: 'Zstandard (RFC 8878), read by fzstd' },
  { id: 'zip', form: '`.zip`, stored or deflated, zip64', from: 'any, read by yauzl' },
  { id: 'tar', form: '`.tar`, `.tar.gz`, `.tar.zst`', from: 'any, read by tar-stream' },
  { id: 'byte-order-mark', form: 'UTF-8 text with a byte order mark', from: 'Windows' },
  { id: 'utf-16', form: 'UTF-16 text', from: 'Windows PowerShell 5.1, `>`' },
];

export const REFUSED: readonly RefusedForm[] = [
  {
    id: 'transit-gateway',
    form: 'Transit Gateway flow logs',
    why: 'they name attachments, not network interfaces',
    told: 'unreadable',
  },
  { id: 'digest', form: 'CloudTrail digests', why: 'they hold checksums and no record', told: 'skipped' },
  {
    id: 'task-state',
    form: 'ECS task state changes, as EventBridge delivers them',
    why: '`harborwatch story` tells them; no detection looks at them',
    told: 'skipped',
  },
  {
    id: 'insights-event',
    form: 'CloudTrail Insights events',
    why: 'they count calls and are none',
    told: 'skipped',
  },
  {
    id: 'aggregated',
    form: 'CloudTrail aggregated events (`eventCategory: Aggregated`)',
    why: 'they sum calls up and are none',
    told: 'skipped',
  },
  {
    id: 's3-notification',
    form: 'S3 notifications, DynamoDB streams',
    why: 'they look like records, and no API call is in them',
    told: 'left alone',
  },
  {
    id: 'cloudtrail-parquet',
    form: 'CloudTrail records as Parquet',
    why: 'every tool that writes them nests them in its own way; export them as JSON',
    told: 'unreadable',
  },
  {
    id: 'answer-table',
    form: 'CSV of events that a query engine or a SIEM answered, without a column that holds the record',
    why: 'its columns hold no whole records; give the log files themselves',
    told: 'unreadable',
  },
  {
    id: 'lowered-names',
    form: 'events whose names are in lower case: `eventname` for `eventName`',
    why: 'a query engine lowered them, parameters and all; give the log files themselves',
    told: 'unreadable',
  },
  {
    id: 'elastic',
    form: "events in Elastic's words (`aws.cloudtrail`) without `event.original`",
    why: 'what the record was is gone; export them with it',
    told: 'unreadable',
  },
  {
    id: 'pointer',
    form: 'pointers of Git LFS; pages of errors under a name of CloudTrail or of a flow log',
    why: 'somebody has yet to fetch the file',
    told: 'unreadable',
  },
  {
    id: 'utf-32',
    form: 'UTF-32 text',
    why: 'nothing that writes logs writes it; write it as UTF-8',
    told: 'unreadable',
  },
  {
    id: 'other-parquet',
    form: 'Parquet with other columns',
    why: 'such as a cost report',
    told: 'left alone',
  },
  {
    id: 'picture',
    form: 'pictures, PDF, programs, packet captures',
    why: 'they cannot hold a record',
    told: 'left alone',
  },
  { id: 'prose', form: 'text without a record', why: 'such as a README', told: 'left alone' },
  {
    id: 'packed-otherwise',
    form: '`.7z`, `.rar`, `.bz2`, `.xz`, `.lz4`',
    why: 'they may hold logs and are not unpacked; unpack them yourself',
    told: 'unreadable',
  },
  {
    id: 'encrypted-zip',
    form: 'encrypted members of a zip',
    why: 'nobody asks for the password',
    told: 'unreadable',
  },
];
