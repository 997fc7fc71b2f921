/** On or off at once, with no *Save*. `hidden` name: the row says in sight what it switches. */
export function Switch({
  on,
  label,
  busy = false,
  onToggle,
  describedBy,
  id,
}: {
  readonly on: boolean;
  readonly label: string;
  readonly busy?: boolean;
  readonly onToggle: () => void;
  readonly describedBy?: string;
  readonly id?: string;
}) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      id={id}
      aria-checked={on}
      aria-label={label}
      aria-describedby={describedBy}
      aria-disabled={busy}
      onClick={() => {
        if (!busy) onToggle();
      }}
    >
      <span aria-hidden="true" />
    </button>
  );
}
