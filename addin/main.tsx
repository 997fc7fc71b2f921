import { createRoot } from 'react-dom/client';
import { createDOMRenderer } from '@fluentui/react-components';
import { ahead } from './ahead.ts';
import { App } from './App.tsx';
import { entrance } from './api.ts';
import { connectOffice } from './office.ts';
import { enter } from './sign-in/enter.ts';
import { Theming } from './theme/Theming.tsx';
import { speak, words } from './words/words.ts';

/** Until Outlook has said who and in which language, the skeleton of the HTML stays. */
async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no root.');
  const nonce = document.querySelector('script')?.nonce ?? '';
  __webpack_nonce__ = nonce;
  const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });
  // Asked for while Outlook is waited for; what goes wrong with it is said where it is needed.
  const config = ahead(entrance.config);
  const host = await connectOffice();
  document.documentElement.lang = await speak(host.kind === 'outlook' ? host.language : navigator.language);
  document.documentElement.dir = words.direction;
  const entering = () => enter(host, config);
  // In the language just chosen, which answers are worded in; where nobody answers for Outlook there is nothing to enter.
  const begun = host.kind === 'outlook' || host.kind === 'browser' ? ahead(entering) : entering;
  createRoot(root).render(
    <Theming host={host} renderer={renderer}>
      <App host={host} enter={begun} />
    </Theming>,
  );
}

void start();
