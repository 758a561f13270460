import type { ShippedPackage } from './shipped-packages';

/** The members of CycloneDX 1.5 that are used here; the rest is passed on as npm wrote it. */
export interface BillOfMaterials {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * npm's bill of the whole lockfile, cut down to what a user gets: packages installed beside ours, and packages whose code is
 * in the bundle. For npm the latter are development packages, and it would leave them out.
 *
 * @throws Error if the bundle holds a package that the lockfile does not know
 */
export function shippedBill(whole: BillOfMaterials, bundled: readonly ShippedPackage[]): BillOfMaterials {
  const inBundle = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  const components = whole.components
    .filter((component) => inBundle.has(nameOf(component)) || !isDevelopment(component))
    .map((component) =>
      inBundle.has(nameOf(component)) && isDevelopment(component)
        ? { ...component, properties: [{ name: 'harborwatch:bundled', value: 'true' }] }
        : component,
    );
  const known = new Set(components.map(nameOf));
  const unknown = [...inBundle].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `in the bundle, but not in package-lock.json: ${unknown.join(', ')}; run npm ci and build again`,
    );
  }
  const kept = new Set(components.map((component) => component['bom-ref']));
  const dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref) || !whole.components.some((component) => component['bom-ref'] === ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: (dependsOn ?? []).filter((needed) => kept.has(needed)),
    }));
  return { ...whole, components, dependencies };
}

function nameOf({ name, version }: Component): string {
  return `${name}@${version}`;
}

function isDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
}
