import { createServer } from 'node:net';

/** Below those that a system gives to whoever asks for any port, on Linux, macOS and Windows, and above those that browsers refuse. */
const [FIRST, COUNT] = [11_000, 20_000];
/** Processes that run at the same time have different ids, so they seldom try the same ports. */
const OF_ONE_PROCESS = 40;
let tried = 0;

/**
 * A port on which nothing listens, to be given to another process that will listen on it. Nobody else is given it meanwhile, as would happen to one that
 * was free a moment ago; and never the same one twice in a row, to whose last owner connections may be left.
 */
export async function ownPort(): Promise<number> {
  for (;;) {
    const port = FIRST + ((process.pid * OF_ONE_PROCESS + tried++) % COUNT);
    if (await isFree(port)) return port;
  }
}

/** Whether one could listen there now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((told) => {
    const probe = createServer();
    probe.once('error', () => told(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => told(true)));
  });
}
