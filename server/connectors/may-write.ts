/**
 * Asked right before each request that writes, the second try included: what it throws goes up, and the request is not sent. So a worker that was held
 * up between two calls, and whose mailbox another one has taken over, sends nothing more (J6).
 */
export type MayWrite = () => Promise<void>;
