import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { renderGlueTable } from '../../records/tables/glue-table';
import type { TableName } from '../../records/tables/table-definition';
import { TABLES } from '../../records/tables/tables';
import type { LogArchive, LogBucket } from '../log-archive/log-archive';
import type { HarborwatchScope } from '../parts/harborwatch-scope';
import { placesOfDeployment, placesOfTrail } from './audited-places';

/** The bucket behind each table. */
export function bucketsOfTables(archive: LogArchive): Readonly<Record<TableName, LogBucket>> {
  return {
    cloudtrail_logs: archive.trailBucket,
    vpc_flow_logs: archive.flowLogBucket,
    container_logs: archive.containerLogBucket,
  };
}

const locationOf = ({ bucket, prefix }: LogBucket): string =>
  ['s3:/', bucket.bucketName, ...(prefix === undefined ? [] : [prefix])].join('/');

/** The tables over the log buckets, from their one definition; partitions are projected, nothing crawls. */
export function makeTables(
  stack: HarborwatchScope,
  buckets: Readonly<Partial<Record<TableName, LogBucket>>>,
): CfnDatabase {
  const { names, settings } = stack;
  const database = new CfnDatabase(stack, 'Database', {
    catalogId: stack.account,
    databaseInput: {
      name: names.glueDatabase,
      description: 'What happened to the fleet: API calls, network flows, lines of containers.',
    },
  });
  const trailPlaces = placesOfTrail(stack);
  for (const table of TABLES) {
    const bucket = buckets[table.name];
    if (bucket === undefined) continue;
    const isTrail = table.name === 'cloudtrail_logs';
    const { organizationId } = settings;
    const rendered = renderGlueTable(table, {
      location: locationOf(bucket),
      ...(isTrail ? trailPlaces : placesOfDeployment(stack)),
      firstDay: settings.auditFirstDay,
      ...(isTrail && organizationId !== undefined && { organizationId }),
    });
    const { name, tableType, parameters, partitionKeys, storageDescriptor } = rendered;
    const made = new CfnTable(
      stack,
      `Table-${name}`.replace(/[-_]([a-z])/g, (_, letter) => letter.toUpperCase()),
      {
        catalogId: stack.account,
        databaseName: names.glueDatabase,
        tableInput: {
          name,
          tableType,
          parameters,
          partitionKeys: [...partitionKeys],
          storageDescriptor: { ...storageDescriptor, columns: [...storageDescriptor.columns] },
        },
      },
    );
    made.addResourceDependency(database);
  }
  return database;
}
