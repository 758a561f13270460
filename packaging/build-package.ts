import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BillOfMaterials, shippedBill } from './bill-of-materials';
import { buildConstructs } from './build-constructs';
import { bundleCli } from './bundle-cli';
import { shipAllTranslations } from './ship-translations';
import { shippedPackages } from './shipped-packages';
import { thirdPartyNotices } from './third-party-notices';

const ROOT = path.join(__dirname, '..');
const DIST = path.join(ROOT, 'dist');

/**
 * Builds what the package ships and the repository does not hold: the bundles of the command line, of the constructs
 * and of the functions, the notices of the packages in them, and the bill of materials. `npm pack` and `npm publish`
 * run it first.
 */
async function buildPackage(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  const built = [await bundleCli(path.join(DIST, 'cli')), ...(await buildConstructs(DIST))];
  await shipAllTranslations(path.join(DIST, 'cli'));
  const inputs = Object.assign({}, ...built.map((metafile) => metafile.inputs));
  const bundled = shippedPackages({ inputs, outputs: {} }, ROOT);
  writeFileSync(path.join(DIST, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(bundled));
  const bill = shippedBill(wholeBill(), bundled);
  writeFileSync(path.join(DIST, 'bom.cdx.json'), `${JSON.stringify(bill, undefined, 2)}\n`);
}

function wholeBill(): BillOfMaterials {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const text = execFileSync(npm, ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return JSON.parse(text) as BillOfMaterials;
}

void buildPackage();
