import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFree, ownPort } from '../support/own-port.ts';
import { writeWhole } from './start-server.ts';

const USUAL = { app: 3000, playground: 3001, graph: 3101, salesforce: 3102, entra: 3105, control: 3109 } as const;
type Name = keyof typeof USUAL;
export type Ports = Readonly<Record<Name, number>>;

/** The app's port is `wanted` (0: any ports at all); the same ports as last time in this folder where they are free, since the services' own links name them. */
export async function choosePorts(directory: string, wanted: string | undefined): Promise<Ports> {
  const file = join(directory, 'ports.json');
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Partial<Ports>,
    () => undefined,
  );
  const any = wanted === '0';
  const app = Number(wanted ?? USUAL.app);
  const usual = any ? { app: 0, playground: 0, graph: 0, salesforce: 0, entra: 0, control: 0 } : { ...USUAL, app };
  const again = before !== undefined && (any || wanted === undefined || before.app === app);
  const first: Ports = again ? { ...usual, ...before } : usual;
  const chosen: Record<string, number> = {};
  for (const name of Object.keys(USUAL) as Name[]) {
    const port = await free(first[name], Object.values(chosen));
    if (port !== first[name] && first[name] !== 0 && name === 'app' && !any)
      throw new Error(`Port ${first.app} is in use: choose another one with --port N, or --port 0 for any.`);
    chosen[name] = port;
  }
  await writeWhole(file, chosen);
  return chosen as Ports;
}

/** `wanted` where it is free; 0: any. */
async function free(wanted: number, taken: readonly number[]): Promise<number> {
  if (wanted !== 0 && !taken.includes(wanted) && (await isFree(wanted))) return wanted;
  const port = await ownPort();
  return taken.includes(port) ? free(0, taken) : port;
}
