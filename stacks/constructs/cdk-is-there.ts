/**
 * Says what is missing before the first import of it fails: the command line needs no CDK, so that it is an optional
 * peer of the package. The first import of `index.ts`.
 */
for (const name of ['aws-cdk-lib', 'constructs']) {
  try {
    require.resolve(name);
  } catch {
    throw new Error(
      `harborwatch/constructs needs ${name}, which is not installed beside it; add it to your app: npm install aws-cdk-lib constructs`,
    );
  }
}
