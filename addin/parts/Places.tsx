import { createFocusOutlineStyle, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', paddingInline: tokens.spacingHorizontalS },
  place: {
    position: 'relative',
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalM,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorSubtleBackgroundHover },
    ...createFocusOutlineStyle(),
  },
  current: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    '::after': {
      content: '""',
      position: 'absolute',
      insetInline: tokens.spacingHorizontalM,
      insetBlockEnd: 0,
      borderBlockEndWidth: tokens.strokeWidthThicker,
      borderBlockEndStyle: 'solid',
      // Forced colours keep a border, and would take a background away.
      borderBlockEndColor: tokens.colorCompoundBrandStroke,
    },
  },
});

/** The places of the page side by side, the one that is shown underlined and named as the current one. */
export function Places<P extends string>({
  label,
  places,
  current,
  onOpen,
}: {
  readonly label: string;
  readonly places: readonly { readonly id: P; readonly name: string }[];
  readonly current: P;
  readonly onOpen: (place: P) => void;
}) {
  const styles = useStyles();
  return (
    <nav aria-label={label} className={styles.bar}>
      {places.map(({ id, name }) => (
        <button
          type="button"
          key={id}
          aria-current={id === current ? 'page' : undefined}
          className={mergeClasses(styles.place, id === current && styles.current)}
          onClick={() => onOpen(id)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
