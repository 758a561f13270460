/** One OCSF object, its members by their OCSF names. */
export interface OcsfObject {
  readonly [name: string]: unknown;
}
