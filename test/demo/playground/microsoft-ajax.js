// What office.js looks for of MicrosoftAjax.js, which it loads from Microsoft's network: enough for it to start with the network off.
(() => {
  window.Type = Function;
  Function._validateParams = () => null;
  Function.createDelegate =
    (self, method) =>
    (...given) =>
      method.apply(self, given);
  Type.registerNamespace = (name) => {
    let at = window;
    for (const part of name.split('.')) at = at[part] ??= {};
  };
  Type.prototype.registerClass = function () {
    return this;
  };
  Type.registerClass = () => undefined;
  for (const kind of [
    'argument',
    'argumentNull',
    'argumentOutOfRange',
    'argumentType',
    'argumentUndefined',
    'invalidOperation',
    'notImplemented',
    'parameterCount',
    'create',
  ])
    Error[kind] = (...given) => new Error(given.filter((part) => typeof part === 'string').join(': '));
  Error.prototype.popStackFrame = () => undefined;
  String.format = (text, ...given) => text.replace(/\{(\d+)\}/g, (_all, at) => given[Number(at)] ?? '');
  class StringBuilder {
    parts = [];
    append(text) {
      this.parts.push(text);
      return this;
    }
    toString() {
      return this.parts.join('');
    }
  }
  window.Sys = {
    StringBuilder,
    Debug: { trace: () => undefined, fail: () => undefined },
    Serialization: {
      JavaScriptSerializer: { serialize: (value) => JSON.stringify(value), deserialize: (text) => JSON.parse(text) },
    },
  };
})();
