import type { ReactNode } from 'react';
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { count } from '../words/words.ts';

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, auto) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    overflowWrap: 'anywhere',
    '> dd': { margin: 0 },
    '> dt': { color: tokens.colorNeutralForeground2 },
  },
  // Where it is narrow a value stands below its name, and apart from the next one.
  below: {
    '@media (max-width: 30rem)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      rowGap: 0,
      '> dd': { marginBlockEnd: tokens.spacingVerticalS },
    },
  },
});

/** What is what, one line each; numbers as one reads them. */
export function Facts({ of }: { readonly of: readonly (readonly [name: string, value: ReactNode])[] }) {
  const styles = useStyles();
  const short = of.every(([, value]) => typeof value === 'number');
  return (
    <dl className={mergeClasses(styles.facts, !short && styles.below)}>
      {of.flatMap(([name, value]) => [
        <dt key={`${name} of`}>{name}</dt>,
        <dd key={name}>{typeof value === 'number' ? count(value) : value}</dd>,
      ])}
    </dl>
  );
}
