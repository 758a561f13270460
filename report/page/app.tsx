import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ReportDocument } from '../document';
import { shownOf } from './figures/matches';
import { focusOn } from './focus-on';
import { type PageState, parseHash, toHash } from './state';
import type { ViewProps } from './view-props';
import { AttemptsView } from './views/attempts-view';
import { AuditView } from './views/audit-view';
import { FindingsView } from './views/findings-view';
import { Header } from './views/header';
import { LanesView } from './views/lanes-view';
import { MatrixView } from './views/matrix-view';
import { ReachView } from './views/reach-view';
import { ReadView } from './views/read-view';
import { SummaryView } from './views/summary-view';
import { TimelineView } from './views/timeline-view';

export function App({ report }: { readonly report: ReportDocument }) {
  const [state, setState] = useState(() => parseHash(location.hash));
  useEffect(() => {
    const follow = () => setState(parseHash(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const change = useCallback<ViewProps['change']>((some) => {
    setState((old) => {
      const next = Object.fromEntries(
        Object.entries({ ...old, ...some }).filter(([, value]) => value !== undefined && value !== ''),
      ) as PageState;
      const hash = toHash(next);
      // A step of the browser for each: back undoes a filter.
      if (hash !== location.hash)
        history.pushState(null, '', hash === '' ? location.pathname + location.search : hash);
      return next;
    });
  }, []);
  const { finding: _open, lanes: _lanes, ...filters } = state;
  const key = toHash(filters);
  const shown = useMemo(() => shownOf(report, state), [report, key]);
  // Time is chosen in the pictures: they show what lies around the window, too.
  const { from: _from, to: _to, ...timeless } = filters;
  const timelessKey = toHash(timeless);
  const anyTime = useMemo(() => shownOf(report, timeless), [report, timelessKey]);
  const view = { report, shown, state, change };
  return (
    <>
      <a class="skip" href="#findings" onClick={(event) => focusOn(event, 'findings')}>
        Skip to the findings
      </a>
      <Header {...view} />
      <main>
        <SummaryView {...view} />
        <TimelineView {...view} shown={anyTime} />
        <LanesView {...view} shown={anyTime} />
        <FindingsView {...view} />
        <ReachView {...view} />
        <AttemptsView {...view} />
        <MatrixView {...view} />
        <AuditView report={report} state={state} />
        <ReadView report={report} />
      </main>
      <footer>
        <p>Made by Harborwatch {report.version}. This file asks nothing of the network. All times are UTC.</p>
      </footer>
    </>
  );
}
