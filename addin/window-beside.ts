/**
 * What a window of a browser tells the page that opened it, by a channel of this origin: what other sites' pages did in the window may have cut it off from
 * its opener. In Outlook nobody listens here.
 */
const HEARD = 'heard';

/** In the window, which closes when the page has heard. A dialog of Outlook's is closed by the pane: one that closes itself first counts as closed by the person. */
export function tellBeside(name: string, message: string): void {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => {
    if (data === HEARD) window.close();
  };
  channel.postMessage(message);
}

/** In the page; answers how to listen no longer. */
export function hearBeside(name: string, listener: (message: string) => void): () => void {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => {
    // Of another page that listens, too.
    if (data === HEARD) return;
    channel.postMessage(HEARD);
    listener(String(data));
  };
  return () => channel.close();
}
