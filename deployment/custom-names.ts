/** The folder with somebody's own detections, beside the settings file. */
export const DETECTIONS_FOLDER = 'detections';

/** The file in a function's bundle with the documents of that folder. */
export const CUSTOM_FILE = 'custom-detections.json';
