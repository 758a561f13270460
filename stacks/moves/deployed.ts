/** A resource as it is deployed. */
export interface MovedResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface MovedTemplate {
  readonly Resources?: Readonly<Record<string, MovedResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

/** The templates of a deployment by stack, in the order in which they are deployed. */
export type Deployed = ReadonlyMap<string, MovedTemplate>;
