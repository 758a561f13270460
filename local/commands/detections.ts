import { buildCatalogue, detectionById, FAMILIES } from '../../detections/catalogue';
import { DEFAULT_SETTINGS } from '../../detections/detection';
import { placeDetections } from '../../detections/placement';
import { queriesFor } from '../../queries/catalogue';
import { renderDetectionsJson } from '../render/detections-json';
import { renderDetection } from '../render/render-detection';
import { renderDetections } from '../render/render-detections';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { EXIT } from './exit-status';

export interface DetectionsOptions {
  readonly format: 'pretty' | 'json';
}

/** A region stands for the fleet's own, so that the catalogue shows the detections that need one. */
const SHOWN_SETTINGS = { ...DEFAULT_SETTINGS, homeRegions: ['eu-west-1'] };

/** Prints the catalogue by family, or the one detection that is named. */
export function detectionsCommand(
  id: string | undefined,
  { format }: DetectionsOptions,
  io: CommandIo,
): number {
  const named = id === undefined ? undefined : detectionById(id, buildCatalogue(SHOWN_SETTINGS));
  const families = Object.entries(FAMILIES).map(([family, build]) => ({
    family,
    detections: build(SHOWN_SETTINGS).filter((detection) => named === undefined || detection.id === named.id),
  }));
  const { placeOf } = placeDetections(buildCatalogue(SHOWN_SETTINGS));
  const terminal = terminalOf(io.stdout, io.env);
  if (format === 'json') io.stdout.write(renderDetectionsJson(families, placeOf));
  else if (named !== undefined)
    io.stdout.write(renderDetection(named, queriesFor(named.id), placeOf.get(named.id), terminal));
  else io.stdout.write(renderDetections(families, placeOf, terminal));
  return EXIT.quiet;
}
