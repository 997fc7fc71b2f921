import { tellOpener } from '../office.ts';

/** The last page of the sign-in's window: gives the code to the pane that opened it, which closes the window. */
tellOpener(JSON.stringify({ code: new URLSearchParams(location.hash.slice(1)).get('code') }));
