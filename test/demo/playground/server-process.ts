import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';

interface DemoFile {
  readonly server: { readonly pid: number; readonly restart: readonly string[] };
}

/** Kills the product's server in the middle of whatever it does, and starts it again: what a power cut would do. */
export function serverProcess(directory: string): Router {
  const router = Router();
  const demo = async () => JSON.parse(await readFile(join(directory, 'demo.json'), 'utf8')) as DemoFile;
  router.post('/kill', async (_request, response) => {
    const { server } = await demo();
    try {
      process.kill(server.pid, 'SIGKILL');
    } catch {
      // It is down already, which is what was asked for.
    }
    response.json({ pid: server.pid });
  });
  router.post('/start', async (_request, response) => {
    const [program = '', ...given] = (await demo()).server.restart;
    const child = spawn(program, given, { stdio: 'ignore' });
    const code = await new Promise<number | null>((ended) => child.once('exit', ended));
    response.status(code === 0 ? 200 : 500).json({ started: code === 0 });
  });
  return router;
}
