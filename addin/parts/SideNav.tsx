import { createFocusOutlineStyle, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { edge } from '../theme/edge.ts';

export const WIDE = '@media (min-width: 56rem)';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    listStyle: 'none',
    margin: 0,
    padding: tokens.spacingHorizontalS,
    gap: tokens.spacingHorizontalXS,
    [WIDE]: { flexDirection: 'column', flexWrap: 'nowrap' },
  },
  place: {
    display: 'block',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    ...edge('InlineStart', tokens.strokeWidthThickest, 'transparent'),
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    textDecorationLine: 'none',
    ':hover': { color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorSubtleBackgroundHover },
    ...createFocusOutlineStyle(),
    // Forced colours would draw the borders of all.
    '@media (forced-colors: active)': { ...edge('InlineStart', tokens.strokeWidthThickest, 'Canvas') },
  },
  current: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    ...edge('InlineStart', tokens.strokeWidthThickest, tokens.colorCompoundBrandStroke),
    '@media (forced-colors: active)': { ...edge('InlineStart', tokens.strokeWidthThickest, 'Highlight') },
  },
});

/** The places of the wide page as links, below each other where there is room; the current one is marked and named. */
export function SideNav<P extends string>({
  label,
  places,
  current,
}: {
  readonly label: string;
  readonly places: readonly { readonly id: P; readonly name: string }[];
  readonly current: P;
}) {
  const styles = useStyles();
  return (
    <nav aria-label={label}>
      <ul className={styles.list}>
        {places.map(({ id, name }) => (
          <li key={id}>
            <a
              href={`#/${id}`}
              aria-current={id === current ? 'page' : undefined}
              className={mergeClasses(styles.place, id === current && styles.current)}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
