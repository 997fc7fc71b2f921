import { tellOpener } from '../office.ts';
import { CONNECTED } from './window.ts';

/**
 * The last page of the window that went to Salesforce: gives the code to the page that opened it. In a browser by a channel of this origin: what other
 * sites' pages did in this window may have cut it off from its opener. Only who has the verifier can use the code.
 */
const message = JSON.stringify({ code: new URLSearchParams(location.hash.slice(1)).get('code') });
tellOpener(message);
new BroadcastChannel(CONNECTED).postMessage(message);
window.close();
