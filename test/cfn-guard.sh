# To be read in from the root: `cfn_guard` leaves the binary in $guard and Control Tower's rules in $control_tower. Both
# come with AWS's CDK plugin, the only registry package that has the binary: crates.io's would be compiled for minutes.
# Needs npm's registry on the first run, and Linux on x86_64 or arm64.
cfn_guard() {
  guard_version=0.0.62
  cache=node_modules/.cache/cfn-guard-$guard_version
  if [ ! -d "$cache/node_modules" ]; then
    mkdir -p "$cache"
    echo '{"private":true}' >"$cache/package.json"
    npm install --prefix "$cache" --no-save --no-audit --no-fund --silent --legacy-peer-deps \
      "@cdklabs/cdk-validator-cfnguard@$guard_version"
  fi
  plugin=$cache/node_modules/@cdklabs/cdk-validator-cfnguard
  case $(uname -m) in
    aarch64 | arm64) guard=$plugin/bin/ubuntu/aarch64/cfn-guard ;;
    *) guard=$plugin/bin/ubuntu/x86_64/cfn-guard ;;
  esac
  control_tower=$plugin/rules/control-tower/cfn-guard
}

# Leaves the rules of AWS's registry in $registry_rules: of the folder in GUARD_RULES, a clone of its own, or else of
# GitHub, at one commit. Empty where neither is there.
guard_registry() {
  commit=7f7340c26ae5d5e8874651dbffeb12e0e9f505b6
  clone=node_modules/.cache/aws-guard-rules-registry-$commit
  if [ ! -d "$clone/rules" ]; then
    rm -rf "$clone" && mkdir -p "$clone" && git -C "$clone" init --quiet
    git -C "$clone" fetch --quiet --depth 1 \
      "${GUARD_RULES:-https://github.com/aws-cloudformation/aws-guard-rules-registry}" "$commit" 2>"$clone/error" &&
      git -C "$clone" checkout --quiet FETCH_HEAD || true
  fi
  registry_rules=
  if [ -d "$clone/rules" ]; then
    registry_rules=$clone/rules
  else
    echo "the rules of aws-guard-rules-registry are not judged: $(head -1 "$clone/error"); give a clone by GUARD_RULES" >&2
    rm -rf "$clone"
  fi
}
