import { writeFileSync } from 'node:fs';
import { deployedNames } from '../../deployment/deployed-names';
import { filterTemplate } from '../../deployment/filter-template';
import { buildCatalogue, FAMILIES } from '../../detections/catalogue';
import { placeDetections } from '../../detections/placement';
import { renderDetectionsJson } from '../render/detections/detections-json';
import type { CommandIo } from '../terminal/command-io';
import { EXIT } from './output/exit-status';

export interface ExportOptions {
  readonly as: 'cloudformation' | 'json' | 'sigma';
  readonly name: string;
  readonly deployRole?: readonly string[];
  readonly homeRegion?: readonly string[];
  readonly out?: string;
}

/** Writes the catalogue for others: a CloudFormation template with its filters and alarms, or all of it as JSON. */
export function exportCommand(options: ExportOptions, io: CommandIo): number {
  const text = render(options);
  if (options.out === undefined) {
    io.stdout.write(text);
  } else {
    writeFileSync(options.out, text);
    io.stderr.write(`${nextStep(options, options.out)}\n`);
  }
  return EXIT.quiet;
}

function render({ as, name, deployRole = [], homeRegion = [] }: ExportOptions): string {
  const settings = { deployRoles: deployRole, homeRegions: homeRegion };
  const { placeOf, alarmed } = placeDetections(buildCatalogue(settings));
  if (as === 'sigma') {
    const { renderSigma } =
      require('../render/detections/render-sigma') as typeof import('../render/detections/render-sigma');
    return renderSigma(buildCatalogue(settings));
  }
  if (as === 'json') {
    return renderDetectionsJson(
      Object.entries(FAMILIES).map(([family, build]) => ({ family, detections: build(settings) })),
      placeOf,
    );
  }
  const template = filterTemplate(alarmed, deployedNames(name));
  return `${JSON.stringify(template, undefined, 1)}\n`;
}

/** A template of this size goes through a bucket: CloudFormation takes 51,200 bytes in the call itself. */
function nextStep({ as, name }: ExportOptions, out: string): string {
  if (as === 'sigma') return `wrote ${out}; \`npx harborwatch detections test <folder>\` reads it back`;
  if (as === 'json') return `wrote ${out}; docs/detections.schema.json describes it`;
  return `wrote ${out}; next: aws cloudformation deploy --template-file ${out} --stack-name ${name}-filters --s3-bucket <bucket> --parameter-overrides TrailLogGroupName=<log group>`;
}
