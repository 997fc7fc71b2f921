import type { ReactNode } from 'react';
import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({
  unseen: {
    // Else, empty, it would stand out of a page that is read from the right.
    display: 'block',
    position: 'absolute',
    inlineSize: '1em',
    blockSize: '1em',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** For the ear alone. */
export function Unseen({
  as: Element = 'span',
  children,
}: {
  readonly as?: 'span' | 'h1';
  readonly children: ReactNode;
}) {
  return <Element className={useStyles().unseen}>{children}</Element>;
}
