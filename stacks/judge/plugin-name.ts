/** Namespace of the judge's rules in acknowledgements: `harborwatch::root-user`. */
export const PLUGIN_NAME = 'harborwatch';
