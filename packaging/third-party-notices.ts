import type { ShippedPackage } from './shipped-packages';

const RULE = '-'.repeat(80);

/** What the licenses of the bundled packages ask for: their names, versions and texts. Equal texts stand once. */
export function thirdPartyNotices(packages: readonly ShippedPackage[]): string {
  const byText = new Map<string, ShippedPackage[]>();
  for (const shipped of packages) {
    const text =
      shipped.notices.join('\n\n') || `Licensed under ${shipped.license}; the package ships no text of it.`;
    const sharing = byText.get(text);
    if (sharing === undefined) byText.set(text, [shipped]);
    else sharing.push(shipped);
  }
  const parts = [...byText].map(([text, sharing]) => {
    const names = sharing.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${RULE}\n${names.join('\n')}\n\n${text}\n`;
  });
  return ['The command line of Harborwatch contains the following packages.\n', ...parts].join('\n');
}
