import { useState } from 'preact/hooks';
import { SEVERITIES } from '../../../analysis/finding';
import { focusOn } from '../focus-on';
import { countText, durationText, leftOutText, raisedText, timeText, visible } from '../texts';
import type { ViewProps } from '../view-props';

const SECTIONS = [
  ['summary', 'In short'],
  ['timeline', 'Timeline'],
  ['lanes', 'Lanes'],
  ['findings', 'Findings'],
  ['reach', 'Who reached what'],
  ['attempts', 'Attempts'],
  ['matrix', 'ATT&CK'],
  ['audit', 'Audit'],
  ['read', 'What was read'],
] as const;

/** Title, the way to the sections, and what is looked at. */
export function Header({ report, shown, state, change }: ViewProps) {
  const { span } = report;
  return (
    <>
      <header class="top">
        <div class="title">
          <h1>{visible(report.title)}</h1>
          <p>
            {span === null
              ? 'no records'
              : `${timeText(span.from)} to ${timeText(span.to)} UTC, ${durationText(span.to - span.from)}`}
          </p>
        </div>
        <Theme />
      </header>
      <nav class="sections" aria-label="Sections">
        <ul>
          {SECTIONS.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`} onClick={(event) => focusOn(event, id)}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <search class="filters" aria-label="What is shown">
        <label>
          <span>Look for</span>
          <input
            type="search"
            value={state.text ?? ''}
            placeholder="any words"
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>Severity</span>
          <select
            value={state.severity ?? 'low'}
            onChange={({ currentTarget: { value } }) =>
              change({ severity: value === 'low' ? undefined : value })
            }
          >
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {severity === 'low'
                  ? 'all'
                  : severity === 'critical'
                    ? 'critical only'
                    : `${severity} and above`}
              </option>
            ))}
          </select>
        </label>
        <Chosen state={state} change={change} />
        <p class="count" role="status">
          {shown.length === report.raised.length
            ? raisedText(shown.length)
            : `${countText(shown.length)} of ${raisedText(report.raised.length)}`}
        </p>
      </search>
      {report.leftOut.length > 0 && (
        <section class="left-out" aria-label="Left out of this page">
          {report.leftOut.map(({ what, count, command }) => (
            <p key={what}>
              {leftOutText(what, count)}; <code>{visible(command)}</code> shows all.
            </p>
          ))}
        </section>
      )}
    </>
  );
}

const CHOICES = ['actor', 'address', 'task', 'detection', 'technique'] as const;

/** What the page is narrowed to, each with the button that takes it away. */
function Chosen({ state, change }: Pick<ViewProps, 'state' | 'change'>) {
  const chosen = CHOICES.flatMap((name) => {
    const value = state[name];
    return value === undefined ? [] : [{ name, value }];
  });
  return (
    <>
      {chosen.map(({ name, value }) => (
        <button key={name} type="button" class="chip" onClick={() => change({ [name]: undefined })}>
          {name} {visible(value)} <span aria-hidden="true">×</span>
          <span class="unseen">, show others again</span>
        </button>
      ))}
      {state.from !== undefined && state.to !== undefined && (
        <button type="button" class="chip" onClick={() => change({ from: undefined, to: undefined })}>
          {timeText(state.from)} to {timeText(state.to)} <span aria-hidden="true">×</span>
          <span class="unseen">, show all times again</span>
        </button>
      )}
    </>
  );
}

function Theme() {
  const [theme, setTheme] = useState<'light' | 'dark' | undefined>(undefined);
  const isDark = theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  const turn = () => {
    const next = isDark ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = next;
    setTheme(next);
    dispatchEvent(new Event('themechange'));
  };
  return (
    <button type="button" class="theme" onClick={turn}>
      {isDark ? 'Light' : 'Dark'}
    </button>
  );
}
