import type { ReportDocument } from '../document';
import type { PageState } from './state';

/** What every view is given: the document, what is shown of it, and the way to show something else. */
export interface ViewProps {
  readonly report: ReportDocument;
  readonly shown: ReportDocument['raised'];
  readonly state: PageState;
  readonly change: (some: Partial<Record<keyof PageState, PageState[keyof PageState]>>) => void;
}
