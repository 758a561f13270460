#!/usr/bin/env bash
# Builds the workload's image under the tag that the templates ask for, pushes it, and lets nothing go on that was not
# scanned and signed, or that has critical findings. The deployment takes a tag that is there already as it is, so what
# runs is the digest that was judged here.
#   REPOSITORY          repository name in ECR: the workload's, made by its first deployment
#   TEMPLATES           folder of the synthesized templates
#   PAUSE_SECONDS       between looks at scan and signature; 10 if absent
#   PATIENCE            how many looks; 60 if absent
# Leaves bill-of-materials.json (CycloneDX) and birth-certificate.json in the folder that it is called in.
set -euo pipefail
TEMPLATES=${TEMPLATES:-${CODEBUILD_SRC_DIR_Checked:?the folder of the synthesized templates}}
stop() { echo "stopped: $*" >&2; exit 1; }
patience=${PATIENCE:-60}
pause=${PAUSE_SECONDS:-10}
# No newer one without a commit. It reads a saved image and has neither network nor Docker's socket.
bill_maker=ghcr.io/anchore/syft:v1.38.2

asked() {
  node -e '
    const { readdirSync, readFileSync } = require("node:fs");
    const [, folder, property] = process.argv;
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".template.json"))) {
      const { Resources = {} } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type === "Custom::WorkloadImage") console.log(Properties[property]);
      }
    }' "$TEMPLATES" "$1"
}
tag=$(asked ImageTag)
stage=$(asked Stage)
[ -n "$tag" ] || stop "no template in $TEMPLATES asks for an image; leave this step out where no workload is deployed"

repository_uri=$(aws ecr describe-repositories --repository-names "$REPOSITORY" --query 'repositories[0].repositoryUri' --output text) ||
  stop "there is no repository $REPOSITORY: its first deployment makes it, by hand: npx cdk deploy --all"
image="$repository_uri:$tag"
aws ecr get-login-password | docker login --username AWS --password-stdin "${repository_uri%%/*}"
if docker pull --quiet "$image"; then
  echo "$tag is there already"
else
  base=$(sed -n 's/^ARG BASE=//p' workload/Dockerfile)
  docker pull --quiet "$base"
  base_digest=$(docker image inspect --format '{{index .RepoDigests 0}}' "$base")
  docker build --build-arg "BASE=$base_digest" --build-arg "STAGE=$stage" \
    --label "org.opencontainers.image.base.name=$base" \
    --label "org.opencontainers.image.base.digest=${base_digest##*@}" \
    --label "org.opencontainers.image.revision=${COMMIT:-unknown}" --tag "$image" workload
  docker push "$image"
fi

saved=$(mktemp -d)
trap 'rm -rf "$saved"' EXIT
docker save --output "$saved/image.tar" "$image"
docker run --rm --network none --volume "$saved:/in:ro" "$bill_maker" docker-archive:/in/image.tar --output cyclonedx-json \
  >bill-of-materials.json

digest=$(aws ecr describe-images --repository-name "$REPOSITORY" --image-ids "imageTag=$tag" --query 'imageDetails[0].imageDigest' --output text)
id="imageDigest=$digest"

status=none critical=
for ((look = 0; look < patience; look += 1)); do
  # Before the scan has begun ECR knows no scan of the image, and the call fails.
  read -r status critical < <(
    aws ecr describe-image-scan-findings --repository-name "$REPOSITORY" --image-id "$id" \
      --query '[imageScanStatus.status, imageScanFindings.findingSeverityCounts.CRITICAL]' --output text || echo none
  ) || true
  case $status in
    # ACTIVE is what enhanced scanning says of an image that it goes on watching.
    COMPLETE | ACTIVE) break ;;
    none | IN_PROGRESS | PENDING) sleep "$pause" ;;
    *) stop "the scan of $digest ended with $status; see: aws ecr describe-image-scan-findings --repository-name $REPOSITORY --image-id $id" ;;
  esac
done
case $status in COMPLETE | ACTIVE) ;; *) stop "the scan of $digest was not over after $patience looks; run the step again" ;; esac
case ${critical:-unsaid} in
  None | 0) ;;
  unsaid) stop "the scan of $digest did not say how many critical findings there are; run the step again" ;;
  *) stop "$critical critical findings in $digest; build on a base without them, then commit" ;;
esac

for ((look = 0; look < patience; look += 1)); do
  signature=$(aws ecr describe-image-signing-status --repository-name "$REPOSITORY" --image-id "$id" --query 'signingStatuses[].status' --output text)
  case $signature in
    *FAILED*) stop "ECR could not sign $digest; see: aws ecr describe-image-signing-status --repository-name $REPOSITORY --image-id $id" ;;
    *IN_PROGRESS*) sleep "$pause" ;;
    *) break ;;
  esac
done
[[ $signature == *COMPLETE* && $signature != *IN_PROGRESS* ]] ||
  stop "$digest is not signed (${signature:-no signature}); only what is pushed after the signing configuration was made is signed: change the sources, so that a new tag is built"

cat >birth-certificate.json <<END
{"repository":"$REPOSITORY","tag":"$tag","digest":"$digest","commit":"${COMMIT:-unknown}","run":"${RUN:-unknown}","scan":"$status","criticalFindings":0,"signature":"COMPLETE"}
END
cat birth-certificate.json
