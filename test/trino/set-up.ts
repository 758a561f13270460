import path from 'node:path';
import { DAY, isoSeconds } from '../../simulate/clock';
import { SCENARIOS } from '../../simulate/scenarios/registry';
import { TrinoClient } from './client/trino-client';
import { createTables } from './lake/create-tables';
import { addExampleRecords } from './lake/example-records';
import { addGeneratedLogs } from './lake/generated-logs';
import { addHiveCompatibleCopy } from './lake/hive-compatible-copy';
import { addRecordedDefaultFormat, addRecordedLogs, hasRecordedLogs } from './lake/recorded-logs';
import { type Proof, publishProof } from './proof';
import { startTrino, type TrinoServer } from './server/start-trino';

/** A Monday in the past of every clock: projections end now, and days to come have no partitions. */
const FIRST_DAY = '2025-11-03';
const INCIDENT = 'workshop-incident';

declare global {
  var harborwatchTrino: TrinoServer | undefined;
}

/** Weeks of more of the same, which both engines would read again for each question and learn nothing from. */
const MORE_OF_THE_SAME = /^(?:quiet-month|slow-theft)$|-twin$/;

/** The quiet day comes first, so that what follows has something that counts as known. */
function storyLine(): readonly string[] {
  const names = SCENARIOS.map(({ name }) => name).filter((name) => !MORE_OF_THE_SAME.test(name));
  return names.toSorted((a, b) => Number(b === 'quiet-day') - Number(a === 'quiet-day'));
}

async function fillLake(lake: string): Promise<Omit<Proof, 'url' | 'lake'>> {
  const incidents = await addGeneratedLogs(lake, 'incidents', storyLine(), FIRST_DAY);
  const dayBefore = isoSeconds(Math.floor(Date.now() / 1000) - DAY).slice(0, 10);
  const yesterday = await addGeneratedLogs(lake, 'yesterday', [INCIDENT], dayBefore);
  const hiveCompatible = await addHiveCompatibleCopy(lake, yesterday);
  const isRecorded = hasRecordedLogs();
  return {
    incidents,
    examples: await addExampleRecords(lake, FIRST_DAY),
    yesterday,
    hiveCompatible,
    recorded: isRecorded ? await addRecordedLogs(lake) : undefined,
    recordedDefaultFormat: isRecorded ? await addRecordedDefaultFormat(lake) : undefined,
  };
}

/** Starts the one server and fills its lake meanwhile; whatever is missing fails the run and says what to install. */
export default async function setUp(): Promise<void> {
  const began = Date.now();
  const server = await startTrino();
  globalThis.harborwatchTrino = server;
  try {
    const contents = await fillLake(server.lake);
    const proof = { url: server.url, lake: path.resolve(server.lake), ...contents };
    const trino = new TrinoClient(server.url);
    for (const dataset of Object.values(contents)) {
      if (dataset !== undefined) {
        await createTables(trino, dataset);
      }
    }
    publishProof(proof);
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.stderr.write(`Trino and its lake are ready after ${Math.round((Date.now() - began) / 1000)} s\n`);
}
