#!/bin/sh
# The crate sigma-rust judges events by Sigma rules. CloudTrail leaves `errorCode` out of a call that went through, and
# Sigma writes a member that does not exist as `null`. In sigma-rust `errorCode: null` matches only a member that is
# there and null: "calls that went through" finds none of the real ones, and as a filter (`not`) it removes none. A port
# that a rule gives without quotation marks, `dstport: 22`, does not match the text "22" of a flow log, though `'22'`
# matches text and number alike. No error is raised. Needs Rust and crates.io.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
sigma-rust = "=0.7.0"
TOML
cat >src/main.rs <<'RUST'
use sigma_rust::{event_from_json, rule_from_yaml};

const EVENTS: [(&str, &str); 4] = [
    ("went through", r#"{"eventName": "RunTask", "dstport": "22"}"#),
    ("null", r#"{"eventName": "RunTask", "errorCode": null, "dstport": 22}"#),
    ("empty", r#"{"eventName": "RunTask", "errorCode": ""}"#),
    ("denied", r#"{"eventName": "RunTask", "errorCode": "AccessDenied"}"#),
];
// [what is selected, condition, what sigma-rust finds]
const CASES: [(&str, &str, &[&str]); 5] = [
    ("errorCode: null", "call and selection", &["null"]),
    ("errorCode: null", "call and not selection", &["went through", "empty", "denied"]),
    ("errorCode|exists: false", "call and selection", &["went through"]),
    ("dstport: 22", "call and selection", &["null"]),
    ("dstport: '22'", "call and selection", &["went through", "null"]),
];

fn main() {
    let mut changed = false;
    for (selection, condition, recorded) in CASES {
        let rule = rule_from_yaml(&format!(
            "title: calls\nlogsource: {{product: aws, service: cloudtrail}}\ndetection:\n  call:\n    eventName: RunTask\n  \
             selection:\n    {selection}\n  condition: {condition}\n"
        ))
        .expect("the rule is refused now");
        let found: Vec<&str> = EVENTS
            .iter()
            .filter(|(_, json)| rule.is_match(&event_from_json(json).expect("the event is refused now")))
            .map(|(name, _)| *name)
            .collect();
        println!("{selection:24} {condition:22} finds {found:?}");
        changed |= found != recorded;
    }
    assert!(!changed, "the behaviour has changed");
}
RUST
CARGO_TARGET_DIR="$work/target" cargo build --quiet
echo 'sigma-rust 0.7.0'
target/debug/probe
