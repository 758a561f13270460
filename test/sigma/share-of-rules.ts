import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildCatalogue } from '../../detections/catalogue';
import { readCustomFiles } from '../../detections/custom/read-files';
import { readYaml } from '../../detections/custom/yaml-documents';

/** What share of a folder's rules for CloudTrail has to load. */
const LEAST = 0.95;

function filesBelow(place: string): string[] {
  if (!statSync(place).isDirectory()) return /\.ya?ml$/.test(place) ? [place] : [];
  return readdirSync(place).flatMap((name) => filesBelow(path.join(place, name)));
}

const isOfCloudTrail = (value: unknown) => {
  const { logsource } = (value ?? {}) as { logsource?: { product?: unknown; service?: unknown } };
  return logsource?.product === 'aws' && logsource.service === 'cloudtrail';
};

/** `share-of-rules.ts <folder>`: how many of the public rules below it load, and why the others do not. */
function main([folder]: readonly string[]): void {
  if (folder === undefined) throw new Error('name a folder of Sigma rules');
  const catalogue = buildCatalogue();
  let [rules, loaded, patterns] = [0, 0, 0];
  for (const file of filesBelow(folder)) {
    const text = readFileSync(file, 'utf8');
    if (!readYaml(text).documents.some(({ value }) => isOfCloudTrail(value))) continue;
    rules += 1;
    const { detections, problems } = readCustomFiles(
      [{ name: path.relative(folder, file), text }],
      catalogue,
    );
    if (problems.length === 0) loaded += 1;
    if (detections.some(({ detector }) => detector.kind === 'filter')) patterns += 1;
    for (const { file: name, line, message } of problems) console.log(`${name}:${line}: ${message}`);
  }
  console.log(`${loaded} of ${rules} rules for CloudTrail load, ${patterns} of them as filter patterns`);
  if (loaded < rules * LEAST) process.exitCode = 1;
}

main(process.argv.slice(2));
