import { STANDARD_INPUT } from '../../reading/places/open-place';

/** What the command line said about how the logs are read. */
export interface ReadAgain {
  readonly settings?: string;
  readonly detections?: string;
  readonly flowLogFormat?: string;
}

/**
 * The words that make another command read the same logs by the same settings; undefined for standard input, which is
 * gone. A window is not among them: who asks on wants to see what came before it.
 */
export function againWords(
  folder: string,
  { settings, detections, flowLogFormat }: ReadAgain,
): readonly string[] | undefined {
  if (folder === STANDARD_INPUT) return undefined;
  return [
    folder,
    ...(settings === undefined ? [] : ['--settings', settings]),
    ...(detections === undefined ? [] : ['--detections', detections]),
    ...(flowLogFormat === undefined ? [] : ['--flow-log-format', flowLogFormat]),
  ];
}
