import type { FlowLogFormat } from './flow-log-format';

/** A field's name in Logs Insights: `pkt-srcaddr` is `pkt_srcaddr`. */
export function insightsField(name: string): string {
  return name.replaceAll('-', '_');
}

/** The `parse` command that splits a flow log's lines: Logs Insights knows the default format only. */
export function insightsParse({ names }: FlowLogFormat): string {
  return `parse @message "${names.map(() => '*').join(' ')}" as ${names.map(insightsField).join(', ')}`;
}
