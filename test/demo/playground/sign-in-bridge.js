/**
 * Outlook's end of nested app authentication, which the package of Office.js has none of: what the pane's sign-in library asks goes to whoever shows the
 * pane, and comes back from there.
 */
(() => {
  const listeners = new Set();
  addEventListener('message', ({ source, data }) => {
    if (source !== parent || typeof data !== 'string' || !data.includes('"NestedAppAuthResponse"')) return;
    for (const listener of listeners) listener({ data });
  });
  globalThis.nestedAppAuthBridge = {
    addEventListener: (_type, listener) => listeners.add(listener),
    removeEventListener: (_type, listener) => listeners.delete(listener),
    postMessage: (text) => parent.postMessage(text, '*'),
  };
})();
