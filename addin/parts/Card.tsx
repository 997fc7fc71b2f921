import type { ReactNode } from 'react';
import { makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusLarge,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    minInlineSize: 0,
  },
});

/** One matter with its heading. */
export function Card({
  title,
  children,
  className,
}: {
  readonly title?: string;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section className={mergeClasses(useStyles().card, className)}>
      {title === undefined ? null : <Subtitle2 as="h2">{title}</Subtitle2>}
      {children}
    </section>
  );
}
