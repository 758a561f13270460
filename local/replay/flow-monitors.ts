import type { Finding } from '../../analysis/finding';
import { ActivityMonitor, type AnalyzerRule } from '../../analysis/ssh/activity-monitor';
import type { DaemonWord } from '../../analysis/ssh/context/daemon-word';
import type { SshPolicy } from '../../analysis/ssh/policy';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import type { FlowRecord } from '../../records/flow-logs/flow-record';
import { NO_ACCOUNT } from './account-activity';

/** Accounts whose flows are judged apart; those of further ones are judged together, so that memory stays bounded. */
const MOST_ACCOUNTS = 20;
const FURTHER = 'further accounts';
/** Slices that all accounts hold together, and what each may hold at least. */
const MOST_SLICES = 100_000;
const LEAST_SLICES = 10_000;

/** A finding, and whose flows it is about; undefined where there is one account or none is named. */
export interface AccountFinding extends Finding {
  readonly account: string | undefined;
}

/**
 * The flow analysis of each account by itself: two VPCs use the same private addresses, and what one address did in both
 * is two stories. What API calls and daemons say goes to all, since groups, interfaces and tasks have names of their own.
 */
export class FlowMonitors {
  readonly #rules: readonly AnalyzerRule[];
  readonly #policy: SshPolicy;
  /** Holds what API calls and daemons say for accounts that are still to come. */
  readonly #first: ActivityMonitor;
  readonly #byAccount = new Map<string, ActivityMonitor>();
  #latest: { readonly account: string; readonly monitor: ActivityMonitor } | undefined;

  constructor(rules: readonly AnalyzerRule[], policy: SshPolicy) {
    this.#rules = rules;
    this.#policy = policy;
    this.#first = new ActivityMonitor(rules, policy);
  }

  addFlow(record: FlowRecord, account: string): void {
    this.#of(account).addFlow(record);
  }

  /** A SKIPDATA line; times are epoch seconds. */
  addSkipData(
    account: string,
    interfaceId: string | undefined,
    start: number | undefined,
    end: number | undefined,
  ): void {
    this.#of(account).addSkipData(interfaceId, start, end);
  }

  addApiCall(record: CloudTrailRecord): void {
    for (const monitor of this.#all()) monitor.addApiCall(record);
  }

  addDaemonWord(word: DaemonWord): void {
    for (const monitor of this.#all()) monitor.addDaemonWord(word);
  }

  /** Everything that was found, and a sentence for whatever memory had no room for. */
  finish(): { findings: readonly AccountFinding[]; overflow: readonly string[] } {
    const named = [...this.#byAccount];
    const isApart = named.length > 1;
    const findings: AccountFinding[] = [];
    const overflow: string[] = [];
    for (const [account, monitor] of named.length === 0 ? [[NO_ACCOUNT, this.#first] as const] : named) {
      const found = monitor.finish();
      const whose = isApart && account !== NO_ACCOUNT ? account : undefined;
      for (const finding of found.findings) {
        // The same address may have reached for the same private address in two accounts.
        const id = whose === undefined ? finding.id : `${finding.id}-${whose.replaceAll(' ', '-')}`;
        findings.push({ ...finding, id, account: whose });
      }
      overflow.push(...found.overflow.map((text) => (whose === undefined ? text : `${whose}: ${text}`)));
    }
    if (isApart) {
      findings.sort((one, other) => one.firstSeen - other.firstSeen || (one.id < other.id ? -1 : 1));
    }
    return { findings, overflow };
  }

  #all(): Iterable<ActivityMonitor> {
    return new Set([this.#first, ...this.#byAccount.values()]);
  }

  #of(account: string): ActivityMonitor {
    // Flows come in runs of one account.
    if (this.#latest?.account === account) return this.#latest.monitor;
    const known = this.#byAccount.get(account);
    const name = known !== undefined || this.#byAccount.size < MOST_ACCOUNTS ? account : FURTHER;
    const monitor = this.#byAccount.get(name) ?? this.#make(name);
    this.#latest = { account, monitor };
    return monitor;
  }

  #make(account: string): ActivityMonitor {
    const isFirst = this.#byAccount.size === 0;
    const monitor = isFirst ? this.#first : new ActivityMonitor(this.#rules, this.#policy);
    if (!isFirst) monitor.learnFrom(this.#first);
    this.#byAccount.set(account, monitor);
    const most = Math.max(LEAST_SLICES, Math.floor(MOST_SLICES / this.#byAccount.size));
    for (const each of this.#byAccount.values()) each.mostSlices = most;
    return monitor;
  }
}
