import { useState } from 'preact/hooks';
import type { ReportActor } from '../../document';
import { readableName } from '../figures/target-names';
import { usePrinting } from '../look';
import { Command, SeverityMark } from '../parts';
import { countText, timeText, visible } from '../texts';
import type { ViewProps } from '../view-props';

/** Actors that are shown at first; an attack by many is a list to be opened. */
const FEW_ACTORS = 8;
const FEW_DEEDS = 4;
const FEW_OPEN = 5;

/** Who did what, what is still open, what to type next: the first screen. */
export function SummaryView({ report, change }: ViewProps) {
  const [isAll, setAll] = useState(false);
  const isPrinting = usePrinting();
  const { actors, open, openCount, commands } = report.summary;
  const shown = isAll ? actors : actors.slice(0, FEW_ACTORS);
  return (
    <section id="summary" tabIndex={-1} aria-labelledby="summary-title">
      <h2 id="summary-title">In short</h2>
      {actors.length === 0 && <p>Nothing above low severity was raised.</p>}
      <ul class="actors">
        {shown.map((actor) => (
          <Actor key={actor.key} actor={actor} change={change} />
        ))}
      </ul>
      {actors.length > FEW_ACTORS && (
        <button type="button" onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show all ${actors.length} actors`}
        </button>
      )}
      <div class="beside">
        {open.length > 0 && (
          <div>
            <h3>Still open</h3>
            <ul class="open">
              {open.slice(0, FEW_OPEN).map(({ what, severity, since }) => (
                <li key={what}>
                  <SeverityMark severity={severity} /> {visible(what)}{' '}
                  <span class="dim">since {timeText(since)}</span>
                </li>
              ))}
              {open.length > FEW_OPEN && (
                <li>
                  <details open={isPrinting}>
                    <summary>and {countText(openCount - FEW_OPEN)} more</summary>
                    <ul>
                      {open.slice(FEW_OPEN).map(({ what, since }) => (
                        <li key={what}>
                          {visible(what)} <span class="dim">since {timeText(since)}</span>
                        </li>
                      ))}
                    </ul>
                    {openCount > open.length && (
                      <p class="dim">
                        {countText(openCount - open.length)} others stand in the table of findings alone.
                      </p>
                    )}
                  </details>
                </li>
              )}
            </ul>
          </div>
        )}
        {commands.length > 0 && (
          <div>
            <h3>Next</h3>
            {commands.map((command) => (
              <Command key={command} text={command} />
            ))}
          </div>
        )}
      </div>
    </section>
  );
}

function Actor({ actor, change }: { readonly actor: ReportActor; readonly change: ViewProps['change'] }) {
  const { key, shown, addresses, severity, deeds } = actor;
  const from = addresses.filter((address) => !shown.includes(address));
  const isPrinting = usePrinting();
  const loud = deeds.filter((deed) => deed.severity !== 'low');
  return (
    <li class={`actor ${severity}`}>
      <h3>
        <SeverityMark severity={severity} />{' '}
        <button type="button" class="link" onClick={() => change({ actor: key })}>
          {visible(shown)}
          <span class="unseen">, show only this one</span>
        </button>
        {from.length > 0 && <span class="dim"> from {from.map(visible).join(', ')}</span>}
      </h3>
      <ul>
        {loud.slice(0, FEW_DEEDS).map(({ detection, title, at, targets, confidence }) => (
          <li key={detection}>
            <span class="dim">{timeText(at).slice(5, 16)}</span> {visible(title)}
            {targets[0] !== undefined && <span class="dim"> {visible(readableName(targets[0]))}</span>}
            {targets.length > 1 && <span class="dim"> and {targets.length - 1} more</span>}
            {confidence !== null && <span class="dim">, {Math.round(confidence * 100)} % sure</span>}
          </li>
        ))}
        {loud.length > FEW_DEEDS && (
          <li>
            <details open={isPrinting}>
              <summary>and {loud.length - FEW_DEEDS} more</summary>
              <ul>
                {loud.slice(FEW_DEEDS).map(({ detection, title, at }) => (
                  <li key={detection}>
                    <span class="dim">{timeText(at).slice(5, 16)}</span> {visible(title)}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
    </li>
  );
}
