import { useMemo } from 'preact/hooks';
import { matrixOf } from '../figures/matrix';
import type { ViewProps } from '../view-props';

const WORDS = { fired: 'fired', tried: 'tried, refused', quiet: 'not seen' } as const;

/** The techniques that are watched for: what fired, what was tried, what was not seen. */
export function MatrixView({ report, shown, change }: ViewProps) {
  const columns = useMemo(() => matrixOf(shown, report), [shown, report]);
  return (
    <section id="matrix" tabIndex={-1} aria-labelledby="matrix-title">
      <h2 id="matrix-title">ATT&CK techniques</h2>
      <p class="dim">
        Of the techniques that the catalogue watches for. “Not seen” is said of these records, by these rules.
      </p>
      <div class="matrix">
        {columns.map(({ tactic, cells }) => (
          <div key={tactic} class="tactic">
            <h3>{tactic}</h3>
            <ul>
              {cells.map(({ id, name, state, severity, count }) => (
                <li key={id} class={`cell ${state} ${state === 'fired' ? severity : ''}`}>
                  {state === 'quiet' ? (
                    <Cell id={id} name={name} said={WORDS[state]} />
                  ) : (
                    <button type="button" class="link" onClick={() => change({ technique: id })}>
                      <Cell id={id} name={name} said={`${WORDS[state]}, ${count}`} />
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function Cell({ id, name, said }: { readonly id: string; readonly name: string; readonly said: string }) {
  return (
    <>
      <span class="technique">{name}</span> <span class="id">{id}</span> <span class="state">{said}</span>
    </>
  );
}
