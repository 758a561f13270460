import './cdk-is-there';

export { AuditTables, type AuditTablesProps } from './audit-tables';
export { DetectionAlarms, type DetectionAlarmsProps } from './detection-alarms';
export { FlowLogAnalyzer, type FlowLogAnalyzerProps } from './flow-log-analyzer';
export { HarborwatchPipeline, type HarborwatchPipelineProps } from './harborwatch-pipeline';
export type { HarborwatchProps } from './harborwatch-props';
export { TrailAnalyzer, type TrailAnalyzerProps } from './trail-analyzer';
