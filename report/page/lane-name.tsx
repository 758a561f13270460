import { shortActor } from './texts';

/** Pixels of a letter of these names, as far as most of them go. */
const LETTER = 6.8;

interface LaneNameProps {
  readonly name: string;
  /** What is said of it to those who hear it. */
  readonly facts: string;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly onChoose: () => void;
}

/** The name at the left of a lane; a button that shows only what is of this one. */
export function LaneName({ name, facts, y, width, height, onChoose }: LaneNameProps) {
  const short = shortActor(name, Math.floor((width - 16) / LETTER));
  // Who speaks to the page says what is written there, so the label has that too.
  const said = short === name ? name : `${short}, in full ${name}`;
  return (
    <g
      class="lane-name"
      role="button"
      tabIndex={0}
      aria-label={`${said}: ${facts}; show only these`}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <rect x={0} y={y + 2} width={width - 6} height={height - 4} rx={4} />
      {/* A picture of its own cuts what is too wide all the same, and leaves the name whole for those who hear it. */}
      <svg role="presentation" x={0} y={y} width={width - 10} height={height}>
        <text x={6} y={height / 2 + 4}>
          {short}
        </text>
      </svg>
    </g>
  );
}
