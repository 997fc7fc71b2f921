import { tellOpener } from '../office.ts';
import { tellBeside } from '../window-beside.ts';
import { SIGN_IN } from './window.ts';

/**
 * The last page of the sign-in's window: gives the code, or why there is none, to the pane that opened it, which closes the window. In a browser there is no
 * code: the page asks whether the cookie is there.
 */
const said = new URLSearchParams(location.hash.slice(1));
const message = JSON.stringify({ code: said.get('code'), problem: said.get('problem') });
tellOpener(message);
if (said.has('problem')) tellBeside(SIGN_IN, message);
