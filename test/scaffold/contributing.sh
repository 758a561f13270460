#!/bin/sh
# Follows CONTRIBUTING.md literally in a clone: the three steps of "A detection", from `npm run new` to green. The
# commands are taken from the page; the second step, which is the author's, is played by `write-what-is-left.cjs`.
set -eu
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --local . "$work/clone"
ln -s "$(pwd)/node_modules" "$work/clone/node_modules"

# The first command in backticks of a step of the chapter.
step() {
  sed -n '/^## A detection/,/^## A question/p' CONTRIBUTING.md | sed -n "s/^$1\. *[^\`]*\`\([^\`]*\)\`.*/\1/p"
}
make=$(step 1 | sed 's/<id>/ecr-lifecycle-policy-deleted/; s/<family>/images/')
finish=$(step 3)
case "$make|$finish" in
  'npm run new detection ecr-'*'|npm run '*) ;;
  *) echo "CONTRIBUTING.md: steps 1 and 3 of a detection should begin with their command; found: $make | $finish" >&2 && exit 1 ;;
esac

writer=$(pwd)/test/scaffold/write-what-is-left.cjs
cd "$work/clone"
sh -c "$make"
node "$writer" ecr-lifecycle-policy-deleted images
sh -c "$finish"
npx --no-install tsx -e "
  const { detectionById } = require('./detections/catalogue');
  const { queriesFor } = require('./queries/catalogue');
  if (queriesFor(detectionById('ecr-lifecycle-policy-deleted').id).length === 0) throw new Error('no question serves it');
"
echo '1 passed, 0 failed'
