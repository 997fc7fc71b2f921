/** Webpack puts it on the script elements that it makes for later chunks. */
declare let __webpack_nonce__: string | undefined;
