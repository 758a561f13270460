import { shippedBill } from '../../packaging/bill-of-materials';
import { shippedPackages } from '../../packaging/shipped-packages';
import { thirdPartyNotices } from '../../packaging/third-party-notices';

const DEVELOPMENT = [{ name: 'cdx:npm:package:development', value: 'true' }];
const component = (name: string, properties: readonly { name: string; value: string }[] = []) => ({
  'bom-ref': `${name}@1.0.0`,
  name,
  version: '1.0.0',
  properties,
});
const WHOLE = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  components: [component('engine'), component('bundled', DEVELOPMENT), component('linter', DEVELOPMENT)],
  dependencies: [
    { ref: 'harborwatch@0.1.0', dependsOn: ['engine@1.0.0', 'bundled@1.0.0', 'linter@1.0.0'] },
    { ref: 'engine@1.0.0' },
    { ref: 'linter@1.0.0', dependsOn: ['bundled@1.0.0'] },
  ],
};
const BUNDLED = { name: 'bundled', version: '1.0.0', license: 'MIT', notices: ['Copyright of bundled'] };

test('the bill holds what is installed and what is in the bundle, and no tool', () => {
  const { components, dependencies } = shippedBill(WHOLE, [BUNDLED]);
  expect(components.map(({ name }) => name)).toEqual(['engine', 'bundled']);
  expect(components[1]?.properties).toEqual([{ name: 'harborwatch:bundled', value: 'true' }]);
  expect(dependencies).toEqual([
    { ref: 'harborwatch@0.1.0', dependsOn: ['engine@1.0.0', 'bundled@1.0.0'] },
    { ref: 'engine@1.0.0', dependsOn: [] },
  ]);
});

test('a bundle with a package that the lockfile does not know is not shipped', () => {
  expect(() => shippedBill(WHOLE, [{ ...BUNDLED, version: '2.0.0' }])).toThrow('bundled@2.0.0');
});

test('packages are found where they lie, nested and scoped ones too', () => {
  const inputs = Object.fromEntries(
    ['local/cli.ts', 'node_modules/zod/v4/index.js', 'node_modules/@smithy/core/dist-es/index.js'].map(
      (file) => [file, { bytes: 1, imports: [] }],
    ),
  );
  const found = shippedPackages({ inputs, outputs: {} }, `${__dirname}/../..`);
  expect(found.map(({ name, license }) => [name, license])).toEqual([
    ['@smithy/core', 'Apache-2.0'],
    ['zod', 'MIT'],
  ]);
  expect(found[1]?.notices[0]).toContain('MIT License');
});

test('equal texts stand once, under all names; a package without a text is named all the same', () => {
  const notices = thirdPartyNotices([
    BUNDLED,
    { ...BUNDLED, name: 'twin' },
    { ...BUNDLED, name: 'bare', notices: [] },
  ]);
  expect(notices.match(/Copyright of bundled/g)).toHaveLength(1);
  expect(notices).toContain('bundled 1.0.0 (MIT)\ntwin 1.0.0 (MIT)');
  expect(notices).toContain('bare 1.0.0 (MIT)');
});
