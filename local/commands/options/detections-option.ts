/** The folder of somebody's own detections, for every command that judges logs. */
export const DETECTIONS_OPTION = [
  '--detections <folder>',
  'detections of your own, Sigma rules and changes of ours; default: detections/ beside harborwatch.json',
] as const;
