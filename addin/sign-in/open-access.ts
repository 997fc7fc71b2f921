import type { ClientConfig, WhoAmI } from '../../server/http/contract.ts';
import { ApiProblem, entrance } from '../api.ts';
import type { Host } from '../office.ts';
import { Access, asBearer } from './access.ts';
import { pageSignIn } from './page.ts';
import { hearBeside } from '../window-beside.ts';
import type { SignInProblemKind } from './problem.ts';
import { createSignIn } from './sign-in.ts';
import { problemNamed, SIGN_IN, signInPath } from './window.ts';

/** The way in that fits: Outlook's own or a window of ours in Outlook, the server's pages in a browser. */
export function openAccess(host: Host, config: ClientConfig): Access {
  const { end } = entrance;
  const whoIs = async (proof: Readonly<Record<string, string>>) => nameOf(await entrance.whoAmI(proof));
  if (host.kind !== 'outlook')
    return new Access({
      signIn: pageSignIn({ whoAmI, open, hear: (listener) => hearBeside(SIGN_IN, listener), ...problemInAddress() }),
      headers: (token) => ({ 'X-CSRF-Token': token }),
      whoIs,
      end,
    });
  const { dialog, nestedSignIn } = host;
  const signIn = createSignIn({
    config,
    nested: nestedSignIn.status === 'available',
    dialog:
      dialog.status === 'available' ? { origin: location.origin, ask: dialog.ask, redeem: entrance.redeem } : undefined,
  });
  return new Access({ signIn, headers: asBearer, whoIs, end });
}

/** Why the server's sign-in led back without anybody; said once, so that a reload asks anew. */
function problemInAddress(): { readonly problem?: SignInProblemKind } {
  const address = new URL(location.href);
  const problem = problemNamed(address.searchParams.get('sign-in'));
  if (problem === undefined) return {};
  address.searchParams.delete('sign-in');
  history.replaceState(null, '', address);
  return { problem };
}

/** A person without a mailbox here has a name at least. */
const nameOf = ({ mailbox, name }: WhoAmI): string => mailbox ?? name;

async function whoAmI(): Promise<WhoAmI | undefined> {
  try {
    return await entrance.whoAmI({});
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return undefined;
    throw error;
  }
}

/** The page at its end says that the window can be closed. */
const open = (another: boolean): Window | null =>
  window.open(signInPath({ back: '/sign-in/done' }, another), '_blank', 'popup,width=500,height=650');
