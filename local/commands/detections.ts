import { buildCatalogue, detectionById, familiesOf } from '../../detections/catalogue';
import { type CustomDetections, DEFAULT_SETTINGS } from '../../detections/detection';
import { placeDetections } from '../../detections/placement';
import { queriesFor } from '../../queries/catalogue';
import { renderDetectionsJson } from '../render/detections/detections-json';
import { renderDetection } from '../render/detections/render-detection';
import { renderDetections } from '../render/detections/render-detections';
import { renderRunbookPage } from '../render/detections/runbook-sections';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { EXIT } from './output/exit-status';

export interface DetectionsOptions {
  readonly format: 'pretty' | 'json' | 'markdown';
  readonly detections?: string;
}

/** A region stands for the fleet's own, so that the catalogue shows the detections that need one. */
const SHOWN_SETTINGS = { ...DEFAULT_SETTINGS, homeRegions: ['eu-west-1'] };

/** Prints the catalogue by family, or the one detection that is named. */
export function detectionsCommand(
  id: string | undefined,
  { format, detections: folder }: DetectionsOptions,
  io: CommandIo,
): number {
  const custom = folder === undefined ? undefined : ownDetections(folder);
  const catalogue = buildCatalogue({ ...SHOWN_SETTINGS, custom });
  const named = id === undefined ? undefined : detectionById(id, catalogue);
  const families = familiesOf(catalogue, SHOWN_SETTINGS).map(({ family, detections }) => ({
    family,
    detections: detections.filter((detection) => named === undefined || detection.id === named.id),
  }));
  const { placeOf } = placeDetections(catalogue);
  const terminal = terminalOf(io.stdout, io.env);
  if (format === 'json') io.stdout.write(renderDetectionsJson(families, placeOf));
  else if (format === 'markdown') io.stdout.write(renderRunbookPage(families));
  else if (named !== undefined)
    io.stdout.write(renderDetection(named, queriesFor(named.id), placeOf.get(named.id), terminal));
  else io.stdout.write(renderDetections(families, placeOf, terminal));
  return EXIT.quiet;
}

function ownDetections(folder: string): CustomDetections {
  const { readOwnFolder } =
    require('../settings/find-detections') as typeof import('../settings/find-detections');
  return readOwnFolder(folder);
}
