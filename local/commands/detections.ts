import { buildCatalogue } from '../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../detections/detection';
import type { CommandIo } from '../command-io';
import { EXIT } from '../exit-status';
import { nearest } from '../nearest';
import { renderDetectionsJson } from '../render/detections-json';
import { renderDetection } from '../render/render-detection';
import { renderDetections } from '../render/render-detections';
import { terminalOf } from '../render/terminal';
import { UsageError } from '../usage-error';

export interface DetectionsOptions {
  readonly format: 'pretty' | 'json';
}

/** A region that stands for the fleet's own, so that the catalogue shows the detections that need one. */
const SHOWN_REGION = 'eu-west-1';

/** Prints the catalogue, or the one detection that is named. */
export function detectionsCommand(
  id: string | undefined,
  { format }: DetectionsOptions,
  io: CommandIo,
): number {
  const catalogue = buildCatalogue({ ...DEFAULT_SETTINGS, homeRegions: [SHOWN_REGION] });
  const shown = id === undefined ? catalogue : catalogue.filter((detection) => detection.id === id);
  const [detection] = shown;
  if (id !== undefined && detection === undefined) {
    const ids = catalogue.map((entry) => entry.id);
    throw new UsageError(
      `no detection is named ${JSON.stringify(id)}; the nearest is ${nearest(id, ids)}, and \`harborwatch detections\` lists all`,
    );
  }
  const terminal = terminalOf(io.stdout, io.env);
  if (format === 'json') io.stdout.write(renderDetectionsJson(shown));
  else if (id !== undefined && detection !== undefined) io.stdout.write(renderDetection(detection, terminal));
  else io.stdout.write(renderDetections(shown, terminal));
  return EXIT.quiet;
}
