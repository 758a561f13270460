import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Files that one server is started with. */
export interface TrinoConfiguration {
  readonly config: string;
  readonly logLevels: string;
  readonly data: string;
}

function properties(entries: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/**
 * Writes the configuration of one coordinator that is its own worker, with a Hive catalog over the folder `lake`:
 * `local:///x` is `lake/x`. An unknown property stops the start with its name in the log.
 */
export async function writeConfiguration(
  folder: string,
  options: { readonly port: number; readonly plugins: string; readonly lake: string },
): Promise<TrinoConfiguration> {
  const catalogs = path.join(folder, 'catalog');
  const files = {
    config: path.join(folder, 'config.properties'),
    logLevels: path.join(folder, 'log.properties'),
    data: path.join(folder, 'data'),
  };
  await mkdir(catalogs, { recursive: true });
  await mkdir(files.data, { recursive: true });
  await writeFile(
    files.config,
    properties({
      coordinator: true,
      'node-scheduler.include-coordinator': true,
      'http-server.http.port': options.port,
      'discovery.uri': `http://127.0.0.1:${options.port}`,
      'plugin.dir': options.plugins,
      'catalog.config-dir': catalogs,
    }),
  );
  await writeFile(files.logLevels, properties({ 'io.trino': 'WARN' }));
  await writeFile(
    path.join(catalogs, 'hive.properties'),
    properties({
      'connector.name': 'hive',
      'hive.metastore': 'file',
      'hive.metastore.catalog.dir': 'local:///meta',
      'fs.native-local.enabled': true,
      'local.location': options.lake,
      'hive.partition-projection-enabled': true,
      /** On S3 an absent prefix is empty; on a local folder it would be an error. */
      'hive.ignore-absent-partitions': true,
      /** Athena reads the folders below a location, too. */
      'hive.recursive-directories': true,
      'hive.non-managed-table-writes-enabled': true,
    }),
  );
  return files;
}
