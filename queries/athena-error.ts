import { type Place, renderCaret } from './render-caret';

/** Athena or the way to it refused; the message says what happened and what to do next. */
export class AthenaError extends Error {
  override readonly name = 'AthenaError';
  /** What happened in one line, without the query and without advice to whoever typed it. */
  readonly brief: string;

  constructor(message: string, brief: string) {
    super(message);
    this.brief = brief;
  }
}

/** Whoever asked did not wait for the end; unless it was to be left running, Athena was told to stop. */
export class AthenaCancelledError extends Error {
  override readonly name = 'AthenaCancelledError';
}

interface Advice {
  readonly when: RegExp;
  readonly next: string;
}

/** What a person can do about it, by what the service says; the first that fits. */
const ADVICE: readonly Advice[] = [
  {
    when: /bytes scanned limit|exceeded.*data scanned/i,
    next: 'ask for a shorter time with --since and --until, or raise the cut-off of the workgroup',
  },
  {
    when: /TABLE_NOT_FOUND|Table .* does not exist/i,
    next: 'deploy the audit tables, or name their database with --database',
  },
  {
    when: /SCHEMA_NOT_FOUND|Schema .* does not exist|Database .* not found/i,
    next: 'name the database of the audit tables with --database',
  },
  {
    when: /output location/i,
    next: 'give --output-location s3://bucket/prefix/, or use a workgroup that has one',
  },
  {
    when: /WorkGroup .*(not found|is not)/i,
    next: 'name a workgroup that exists and is enabled with --workgroup',
  },
  {
    when: /HIVE_BAD_DATA|HIVE_PARTITION_SCHEMA_MISMATCH|HIVE_CANNOT_OPEN_SPLIT/i,
    next: "a file is not as the table says: compare the table's columns with the flow log's format",
  },
  {
    when: /projection/i,
    next: "compare the table's projection properties with the prefixes in the bucket",
  },
  {
    when: /access denied|not authorized|AccessDenied|Insufficient permissions/i,
    next: 'ask for athena:StartQueryExecution, GetQueryExecution and GetQueryResults, glue:GetTable, and S3 access to the logs and to the results',
  },
  {
    when: /EXPIRED|ExpiredToken|security token .* (expired|invalid)|UnrecognizedClient|InvalidSignature/i,
    next: 'sign in again, or set AWS_PROFILE to a profile that works',
  },
  {
    when: /could not load credentials|CredentialsProvider|Unable to locate credentials|is not authorized: no credentials/i,
    next: 'sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
  { when: /region is missing/i, next: 'give --region, or set AWS_REGION' },
  {
    when: /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|getaddrinfo/i,
    next: 'check the network, --region and --endpoint',
  },
  { when: /throttl|TooManyRequests|rate exceeded/i, next: 'wait a minute and ask again' },
  {
    when: /NoSuchBucket|bucket does not exist/i,
    next: 'create the bucket of the output location, or name another with --output-location s3://bucket/prefix/',
  },
  { when: /RESOURCES_EXHAUSTED|exhausted resources/i, next: 'ask for a shorter time or fewer groups' },
];

/** What engines say about the text itself; most name a place in it, too. */
const WRONG_SQL = /syntax error|mismatched input|cannot be resolved|not found in FROM clause/i;

/** Engine messages name the place as `line 3:15:`; the text went out untouched, so it is the place in it. */
const PLACE = /line (\d+):(\d+):? ?/;

function placeIn(message: string): Place | undefined {
  const [, line, column] = PLACE.exec(message) ?? [];
  return line === undefined ? undefined : { line: Number(line), column: Number(column) };
}

/**
 * What the service said as a sentence, the place in the query where it names one, and a next step.
 *
 * @param doing what was being tried, such as `run the query`
 */
export function asAthenaError(doing: string, reason: string, sql: string): AthenaError {
  const place = placeIn(reason);
  const sentence = reason.replace(PLACE, '').trim().replace(/\.$/, '');
  const advice = ADVICE.find(({ when }) => when.test(reason));
  const where =
    place === undefined ? '' : ` at line ${place.line}, column ${place.column}\n${renderCaret(sql, place)}\n`;
  const next =
    advice?.next ??
    (place !== undefined
      ? 'correct the query there'
      : WRONG_SQL.test(reason)
        ? 'correct the query'
        : 'look the message up in the Athena user guide');
  const brief = `Athena did not ${doing}: ${sentence}`;
  return new AthenaError(`${brief}${where || (sentence.includes('\n') ? '\n' : '; ')}${next}`, brief);
}

/** The same for whatever the SDK throws. */
export function fromSdkError(doing: string, error: unknown, sql: string): AthenaError {
  if (error instanceof AthenaError) {
    return error;
  }
  const name = error instanceof Error ? error.name : 'unknown error';
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const parts = [name === 'Error' ? '' : name, code, message].filter((part) => part !== '');
  return asAthenaError(doing, [...new Set(parts)].join(': '), sql);
}
