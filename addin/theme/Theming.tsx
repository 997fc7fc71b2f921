import { createContext, useContext, type ReactNode } from 'react';
import {
  FluentProvider,
  makeStyles,
  RendererProvider,
  tokens,
  type createDOMRenderer,
} from '@fluentui/react-components';
import type { Host } from '../office.ts';
import { words } from '../words/words.ts';
import { useTheme, type ThemeInForce } from './use-theme.ts';

const Choosing = createContext<Pick<ThemeInForce, 'choice' | 'choose'>>({ choice: 'auto', choose: () => undefined });

/** The person's choice of theme, for the settings. */
export const useThemeChoice = () => useContext(Choosing);

const useStyles = makeStyles({
  page: {
    minBlockSize: '100vh',
    backgroundColor: tokens.colorNeutralBackground1,
    '& p, & h1, & h2, & h3': { margin: 0 },
    // Fluent only slows down what turns while one waits; the words beside it say it all the same.
    '@media (prefers-reduced-motion: reduce)': {
      '& *': {
        scrollBehavior: 'auto',
        animationDuration: '0.01ms !important',
        animationIterationCount: '1 !important',
      },
    },
  },
});

/** Fluent in the theme of Outlook, with its styles in elements that carry the response's nonce. */
export function Theming({
  host,
  renderer,
  children,
}: {
  readonly host: Host;
  readonly renderer: ReturnType<typeof createDOMRenderer>;
  readonly children: ReactNode;
}) {
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <Themed host={host}>{children}</Themed>
    </RendererProvider>
  );
}

/** Below the renderer: a style asked for above it would be written without the nonce. */
function Themed({ host, children }: { readonly host: Host; readonly children: ReactNode }) {
  const { theme, choice, choose } = useTheme(host);
  return (
    <FluentProvider theme={theme} dir={words.direction}>
      <Choosing value={{ choice, choose }}>
        <Page>{children}</Page>
      </Choosing>
    </FluentProvider>
  );
}

/** Below the provider: a style asked for above it knows nothing of the direction, and merged into the provider's own takes it away from them. */
function Page({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().page}>{children}</div>;
}
