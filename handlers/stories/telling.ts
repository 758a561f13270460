/** What functions load when there is something to tell, as one file of their bundle. */
export { closeStories, reportFindings } from './report-findings';
export { reportingThrough } from './reporting-through';
