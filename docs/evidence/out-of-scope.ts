/** Captures in which nothing needs to be found, each with the reason. */
export const NOT_EXPECTED: { readonly [capture: string]: string } = {
  'ncsa-multiport_scan': 'not expected: 16 packets over five hours',
};

/** Techniques that the catalogue leaves to others, each with the reason. */
export const OUT_OF_SCOPE: { readonly [technique: string]: string } = {
  'aws.impact.bedrock-invoke-model':
    'out of scope: models are no part of a container fleet; outside of the home regions `activity-in-unusual-region` has it',
};
