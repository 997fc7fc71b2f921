import { tellOpener } from '../office.ts';
import { tellBeside } from '../window-beside.ts';
import { CONNECTED } from './window.ts';

/** The last page of the window that went to Salesforce: gives the code to the page that opened it. Only who has the verifier can use the code. */
const message = JSON.stringify({ code: new URLSearchParams(location.hash.slice(1)).get('code') });
tellOpener(message);
tellBeside(CONNECTED, message);
