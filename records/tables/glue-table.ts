import { renderHiveType } from './column-type';
import { partitionPrefix, timeKeyFormat } from './object-key';
import { type Layout, partitionKeys, type TableDefinition } from './table-definition';

/** Where the files are and which partitions may exist. */
export interface GlueTableOptions {
  /** `s3://bucket` or `s3://bucket/prefix`, without a slash at the end. */
  readonly location: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** First day with records, `yyyy-MM-dd`: projection lists every prefix from here to now. */
  readonly firstDay: string;
  readonly layout?: Layout;
  /** `o-…` when an organization trail writes the files; its keys hold the id. */
  readonly organizationId?: string;
}

/** A Glue table in the words of its API (`TableInput`). */
export interface GlueTable {
  readonly name: string;
  readonly tableType: 'EXTERNAL_TABLE';
  readonly parameters: Readonly<Record<string, string>>;
  readonly partitionKeys: readonly GlueColumn[];
  readonly storageDescriptor: {
    readonly location: string;
    readonly columns: readonly GlueColumn[];
    readonly inputFormat: string;
    readonly outputFormat: string;
    readonly serdeInfo: {
      readonly serializationLibrary: string;
      readonly parameters: Readonly<Record<string, string>>;
    };
  };
}

export interface GlueColumn {
  readonly name: string;
  readonly type: string;
}

interface FileFormat {
  readonly classification: string;
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serde: string;
  readonly serdeParameters: Readonly<Record<string, string>>;
}

/**
 * The formats that Athena reads each table's files with. Only Amazon's CloudTrail input format splits
 * `{"Records":[…]}`; a JSON SerDe alone sees one row a file.
 */
const FORMATS: Readonly<Record<TableDefinition['name'], FileFormat>> = {
  cloudtrail_logs: {
    classification: 'cloudtrail',
    inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    serde: 'org.apache.hive.hcatalog.data.JsonSerDe',
    serdeParameters: { 'serialization.format': '1' },
  },
  vpc_flow_logs: {
    classification: 'parquet',
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    serdeParameters: { 'serialization.format': '1' },
  },
  container_logs: {
    classification: 'json',
    inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    serde: 'org.openx.data.jsonserde.JsonSerDe',
    serdeParameters: { 'ignore.malformed.json': 'true' },
  },
};

/** `2026-11-01` in the projection's own format, which the start of its range has to be written in. */
function rangeStart(table: TableDefinition, firstDay: string, layout: Layout): string {
  const [year, month, day] = firstDay.split('-');
  const plain = layout === 'plain';
  const date = plain ? `${year}/${month}/${day}` : `year=${year}/month=${month}/day=${day}`;
  return table.timeKey === 'day' ? date : `${date}${plain ? '/00' : '/hour=00'}`;
}

/**
 * The Glue table with partition projection: no crawler, no `MSCK REPAIR`. `account` and `region` are enumerations,
 * the time key is a date, so a window over midnight reads the prefixes of that window and no other.
 */
export function renderGlueTable(table: TableDefinition, options: GlueTableOptions): GlueTable {
  const layout = options.layout ?? 'plain';
  const format = FORMATS[table.name];
  const key = table.timeKey;
  const organization = options.organizationId === undefined ? '' : `${options.organizationId}/`;
  const template = partitionPrefix(
    table,
    { account: `${organization}\${account}`, region: `\${region}`, time: `\${${key}}` },
    layout,
  ).slice(0, -1);
  return {
    name: table.name,
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      classification: format.classification,
      'projection.enabled': 'true',
      'projection.account.type': 'enum',
      'projection.account.values': options.accounts.join(','),
      'projection.region.type': 'enum',
      'projection.region.values': options.regions.join(','),
      [`projection.${key}.type`]: 'date',
      [`projection.${key}.format`]: timeKeyFormat(key, layout),
      [`projection.${key}.range`]: `${rangeStart(table, options.firstDay, layout)},NOW`,
      [`projection.${key}.interval`]: '1',
      [`projection.${key}.interval.unit`]: key === 'day' ? 'DAYS' : 'HOURS',
      'storage.location.template': `${options.location}/${template}`,
    },
    partitionKeys: partitionKeys(table).map((name) => ({ name, type: 'string' })),
    storageDescriptor: {
      location: `${options.location}/AWSLogs/`,
      columns: table.columns.map(({ name, type }) => ({ name, type: renderHiveType(type) })),
      inputFormat: format.inputFormat,
      outputFormat: format.outputFormat,
      serdeInfo: { serializationLibrary: format.serde, parameters: format.serdeParameters },
    },
  };
}
