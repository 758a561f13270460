import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { TableName } from '../../records/tables/table-definition';
import { SavedQueries } from '../audit/saved-queries';
import { bucketsOfTables, makeTables } from '../audit/tables';
import { makeWorkgroup } from '../audit/workgroup';
import { ConfigError } from '../config';
import type { LogArchive, LogBucket } from '../log-archive/log-archive';
import { acknowledge } from '../parts/acknowledge';
import { PrivateBucket } from '../parts/private-bucket';
import { HarborwatchConstruct } from './harborwatch-construct';
import type { HarborwatchProps } from './harborwatch-props';

export interface AuditTablesProps extends HarborwatchProps {
  /**
   * Bucket of a CloudTrail trail, for the table `cloudtrail_logs`.
   *
   * @default - there is no such table, and no question that reads it
   */
  readonly trailBucket?: IBucket;
  /**
   * What stands before `AWSLogs/` in the keys of that bucket, without slashes at its ends.
   *
   * @default - the keys begin with AWSLogs/
   */
  readonly trailBucketPrefix?: string;
  /**
   * Bucket of VPC flow logs in Parquet with hourly prefixes, for the table `vpc_flow_logs`.
   *
   * @default - there is no such table, and no question that reads it
   */
  readonly flowLogBucket?: IBucket;
  /**
   * Bucket with the lines of containers, for the table `container_logs`.
   *
   * @default - there is no such table, and no question that reads it
   */
  readonly containerLogBucket?: IBucket;
  /**
   * Where Athena writes answers, below `results/`.
   *
   * @default - a bucket is made that keeps them for 30 days
   */
  readonly resultsBucket?: IBucket;
  /**
   * Key of the answers.
   *
   * @default - keys of S3 itself
   */
  readonly encryptionKey?: IKey;
  /**
   * Where S3 writes down who asked the bucket of answers that is made here; its policy must let
   * `logging.s3.amazonaws.com` write.
   *
   * @default - nobody writes it down
   */
  readonly serverAccessLogsBucket?: IBucket;
  /** @internal */
  readonly archive?: LogArchive;
}

/** Answers can be asked for again; they are kept for whoever looks at them next week. */
const RESULTS_KEPT_DAYS = 30;

/** Tables over log buckets, a workgroup of Athena with a limit, and the saved questions. */
export class AuditTables extends HarborwatchConstruct {
  /** The database of Glue, by its name. */
  readonly databaseName: string;
  /** The workgroup of Athena, by its name. */
  readonly workgroupName: string;
  /** Where answers are. */
  readonly resultsBucket: IBucket;

  constructor(scope: Construct, id: string, props: AuditTablesProps) {
    super(scope, id, props);
    const { archive } = props;
    const buckets = archive === undefined ? bucketsOf(props) : bucketsOfTables(archive);
    const tables = Object.keys(buckets) as TableName[];
    if (tables.length === 0) {
      throw new ConfigError(
        `${this.node.path} has no bucket with logs; give trailBucket, flowLogBucket or containerLogBucket`,
      );
    }
    const key = archive?.dataKey ?? props.encryptionKey;
    const results =
      archive?.resultsBucket ?? props.resultsBucket ?? this.makeResults(key, props.serverAccessLogsBucket);
    this.resultsBucket = results;
    makeTables(this, buckets);
    const workgroup = makeWorkgroup(this, results, key);
    new SavedQueries(this, 'Queries', workgroup, tables);
    this.databaseName = this.names.glueDatabase;
    this.workgroupName = this.names.athenaWorkgroup;
  }

  private makeResults(encryptionKey: IKey | undefined, accessLogBucket: IBucket | undefined): IBucket {
    const results = new PrivateBucket(this, 'Results', {
      keptDays: RESULTS_KEPT_DAYS,
      ...(encryptionKey !== undefined && { encryptionKey }),
      ...(accessLogBucket !== undefined && { accessLogBucket }),
    });
    if (accessLogBucket === undefined) {
      acknowledge(results, 'AwsSolutions-S1', 'no bucket was given in which its access logs could be');
    }
    return results as IBucket;
  }
}

function bucketsOf(props: AuditTablesProps): Readonly<Partial<Record<TableName, LogBucket>>> {
  const { trailBucket, trailBucketPrefix: prefix, flowLogBucket, containerLogBucket } = props;
  return {
    ...(trailBucket !== undefined && {
      cloudtrail_logs: { bucket: trailBucket, ...(prefix !== undefined && { prefix }) },
    }),
    ...(flowLogBucket !== undefined && { vpc_flow_logs: { bucket: flowLogBucket } }),
    ...(containerLogBucket !== undefined && { container_logs: { bucket: containerLogBucket } }),
  };
}
