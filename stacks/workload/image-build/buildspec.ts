/**
 * How the image is built. `REPOSITORY_URI` is the project's; `STAGE` and `IMAGE_TAG` come with each build. A tag that
 * is there already is taken as it is: tags are hashes of what an image is made of, and never move.
 *
 * What an image was made of is written on it (OCI's annotations base.name and base.digest) and exported.
 */
const IMAGE = '"$REPOSITORY_URI:$IMAGE_TAG"';

const BUILD = `(
set -eu
aws ecr get-login-password | docker login --username AWS --password-stdin "\${REPOSITORY_URI%%/*}"
if docker pull --quiet ${IMAGE}; then
  echo "$IMAGE_TAG is there already"
else
  base="$(sed -n 's/^ARG BASE=//p' Dockerfile)"
  docker pull --quiet "$base"
  digest="$(docker image inspect --format '{{index .RepoDigests 0}}' "$base")"
  docker build --build-arg "BASE=$digest" --build-arg "STAGE=$STAGE" \
    --label "org.opencontainers.image.base.name=$base" \
    --label "org.opencontainers.image.base.digest=\${digest##*@}" --tag ${IMAGE} .
  docker push ${IMAGE}
fi
)`;

/** Assigned before it is exported: `export A="$(b)"` succeeds when `b` fails. */
const exported = (name: string, command: string) => `${name}="$(${command})" && export ${name}`;

export const BUILDSPEC = {
  version: '0.2',
  env: { shell: 'bash', 'exported-variables': ['IMAGE_DIGEST', 'BASE_DIGEST'] },
  phases: {
    build: {
      commands: [
        BUILD,
        exported(
          'BASE_DIGEST',
          `docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.base.digest"}}' ${IMAGE}`,
        ),
        exported(
          'IMAGE_DIGEST',
          `aws ecr describe-images --repository-name "\${REPOSITORY_URI#*/}" --image-ids "imageTag=$IMAGE_TAG" --query 'imageDetails[0].imageDigest' --output text`,
        ),
        'echo "$IMAGE_TAG is $IMAGE_DIGEST on base $BASE_DIGEST"',
      ],
    },
  },
} as const;
