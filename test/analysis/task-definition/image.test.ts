import { isOfAccount, isOwnImage, parseImage, registryNameOf } from '../../../analysis/task-definition/image';
import { findQuery } from '../../../queries/catalogue';

test.each([
  ['nginx', 'docker.io', undefined],
  ['team/nginx:1.29', 'docker.io', '1.29'],
  ['localhost/web:1', 'localhost', '1'],
  ['registry:5000/web', 'registry:5000', undefined],
  ['public.ecr.aws/nginx/nginx:1.29', 'public.ecr.aws', '1.29'],
])('%s is of %s with tag %s', (text, registry, tag) => {
  expect(parseImage(text)).toMatchObject({ registry, ...(tag !== undefined && { tag }) });
  expect(parseImage(text)?.tag).toBe(tag);
});

test('what a template leaves open as a whole is not judged, an open account of ECR is ECR', () => {
  expect(parseImage(`\${Image}`)).toBeUndefined();
  expect(parseImage(`\${Registry}/web:1`)).toBeUndefined();
  expect(parseImage(`\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.amazonaws.com/web:1`)?.ecrAccount).toBe(
    `\${AWS::AccountId}`,
  );
});

test('registries of ours are named with stars, and a name that only begins alike is another', () => {
  const own = (image: string, registry: string) => {
    const parsed = parseImage(image);
    return parsed !== undefined && isOwnImage(parsed, { ownRegistries: [registry], uses: [] });
  };
  expect(own('ghcr.io/our-team/web:1', 'ghcr.io/our-team/')).toBe(true);
  expect(own('ghcr.io/our-team-evil/web:1', 'ghcr.io/our-team')).toBe(false);
  expect(own('111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1', '111111111111.dkr.ecr.*')).toBe(true);
});

const HOSTS_OF_ECR = [
  '.dkr.ecr.eu-west-1.amazonaws.com',
  '.dkr.ecr-fips.us-east-1.amazonaws.com',
  '.dkr-ecr.eu-west-1.on.aws',
  '.dkr-ecr-fips.us-east-1.on.aws',
  '.dkr.ecr.cn-north-1.amazonaws.com.cn',
  '.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn',
  '.dkr.ecr.eusc-de-east-1.amazonaws.eu',
  '.dkr.ecr.us-iso-east-1.c2s.ic.gov',
  '.DKR.ECR.EU-WEST-1.amazonaws.com',
  '.dkr.ecr.eu-west-1.amazonaws.com:443',
].map((rest) => `111122223333${rest}`);
const LOOKALIKES = [
  '111122223333.dkr.ecr.evil.example',
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example',
  '111122223333.dkr-ecr.eu-west-1.on.aws.evil.example',
  '111122223333.dkr.ecr.eu-west-1.amazonaws-com.example',
  'x.111122223333.dkr.ecr.eu-west-1.amazonaws.com',
  '1111.dkr.ecr.eu-west-1.amazonaws.com',
  'evil.example/111122223333.dkr.ecr.eu-west-1.amazonaws.com',
  'public.ecr.aws/evil',
  'evil',
];

test.each(HOSTS_OF_ECR)('%s is the registry of the account', (host) => {
  expect(parseImage(`${host}/web:1`)?.ecrAccount).toBe('111122223333');
  expect(isOfAccount(`${host}/web:1`, '111122223333')).toBe(true);
  expect(isOfAccount(`${host}/web:1`, '444455556666')).toBe(false);
});

test.each(LOOKALIKES)('%s is nobody we know', (host) => {
  expect(parseImage(`${host}/web:1`)?.ecrAccount).toBeUndefined();
  expect(isOfAccount(`${host}/web:1`, '111122223333')).toBe(false);
});

test('the question about foreign images tells them apart as the detections do', () => {
  const patterns = [
    ...findQuery('images-from-foreign-registries').sql.matchAll(/image, '\(\?i\)([^']+)'/g),
  ].map(([, text = '']) => new RegExp(text, 'i'));
  const isOwn = (image: string) => patterns.some((pattern) => pattern.test(image));
  expect(patterns).toHaveLength(2);
  expect(HOSTS_OF_ECR.filter((host) => !isOwn(`${host}/web:1`))).toEqual([]);
  expect(LOOKALIKES.filter((host) => isOwn(`${host}/web:1`))).toEqual([]);
});

test("Amazon's own images in the public gallery are its, whoever runs them; other aliases are anybody's", () => {
  expect(isOfAccount('public.ecr.aws/aws-observability/aws-for-fluent-bit:3', '111122223333')).toBe(true);
  expect(isOfAccount('public.ecr.aws/awsome/web:3', '111122223333')).toBe(false);
  expect(isOfAccount('aws-observability/aws-for-fluent-bit:3', '111122223333')).toBe(false);
});

test('a registry has one name, whichever of its hosts is asked', () => {
  const names = HOSTS_OF_ECR.filter((host) => /eu-west-1/i.test(host)).map((host) =>
    registryNameOf(`${host}/web:1`),
  );
  expect(new Set(names.map((name) => name.toLowerCase()))).toEqual(
    new Set(['111122223333.dkr.ecr.eu-west-1.amazonaws.com']),
  );
  expect(
    ['web', 'team/web', 'docker.io/team/web', 'registry-1.docker.io/team/web'].map(registryNameOf),
  ).toEqual(Array.from({ length: 4 }, () => 'docker.io'));
  expect(registryNameOf('ghcr.io/team/web')).toBe('ghcr.io');
});
