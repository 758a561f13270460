import { isOwnImage, parseImage } from '../../../analysis/task-definition/image';

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
