import { access } from 'node:fs/promises';
import path from 'node:path';
import { readFolder } from '../local/reading/read-folder';
import { SCENARIOS } from '../simulate/scenarios/registry';
import { FLEET_SETTINGS, simulate } from '../simulate/simulate';
import type { CatalogueMatchingInput, CatalogueMatchingOutput } from './measure/catalogue-matching';
import { inFreshProcess } from './measure/in-fresh-process';
import { inTemporaryFolder } from './measure/in-temporary-folder';
import type { BenchTable } from './report/bench-table';
import { countCell, millisecondsCell, RATIO_HEADS, ratioCells } from './report/cells';

const AIM = 1.5;
/** Small sets are gone through again and again until a run takes tens of milliseconds. */
const LEAST_RECORDS = 8_000;
const PUBLISHED = path.join(__dirname, '../../shared/data/cloudtrail');
const QUIET = 'quiet-day';
const INCIDENTS = SCENARIOS.filter(({ expected }) => expected.length > 0).map(({ name }) => name);

/** What the whole catalogue costs over CloudTrail records, beside parsing them. */
export async function benchCatalogue(): Promise<BenchTable> {
  const sets: { readonly name: string; readonly records: readonly string[] }[] = [
    { name: 'quiet day', records: await simulatedRecords([QUIET]) },
    { name: 'all incidents', records: await simulatedRecords(INCIDENTS) },
  ];
  if (await isThere(PUBLISHED)) {
    sets.push({ name: 'published attack and sample records', records: await recordsOf(PUBLISHED) });
  }
  const rows: string[][] = [];
  let patterns = 0;
  let rules = 0;
  for (const { name, records } of sets) {
    const times = Math.ceil(LEAST_RECORDS / records.length);
    const output = await inFreshProcess<CatalogueMatchingInput, CatalogueMatchingOutput>(
      'catalogue-matching',
      {
        settings: FLEET_SETTINGS,
        records: Array.from({ length: times }, () => records).flat(),
        rounds: { warmUp: 12, counted: 40 },
      },
    );
    const { samples, matches } = output;
    patterns = output.patterns;
    rules = output.rules;
    rows.push([
      name,
      countCell(records.length),
      (matches / times / records.length).toFixed(3),
      millisecondsCell(samples.parse),
      millisecondsCell(samples.catalogue),
      ...ratioCells(samples.catalogue, samples.parse, AIM),
    ]);
  }
  return {
    // A table takes the place of the one with the same title: numbers that change stand below it.
    title: 'The whole catalogue over CloudTrail records',
    explanation: `\`JSON.parse\` of each record and all ${patterns} filter patterns and ${rules} rules of the trail analyzer (predicates, counts, chains and first times) asked of it, against \`JSON.parse\` of the same records alone.`,
    heads: ['records', 'count', 'matches a record', 'parse ms', 'with catalogue ms', ...RATIO_HEADS],
    rows,
  };
}

async function simulatedRecords(scenarios: readonly string[]): Promise<readonly string[]> {
  return await inTemporaryFolder(async (folder) => {
    for (const scenario of scenarios) await simulate(scenario, 1, path.join(folder, scenario));
    return await recordsOf(folder);
  });
}

async function recordsOf(folder: string): Promise<readonly string[]> {
  const records: string[] = [];
  await readFolder(folder, {
    cloudTrail(_record, text) {
      records.push(text);
      return undefined;
    },
    flow: () => undefined,
  });
  return records;
}

async function isThere(folder: string): Promise<boolean> {
  return await access(folder).then(
    () => true,
    () => false,
  );
}
