import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface FoundBrowser {
  readonly executablePath: string;
  readonly args: readonly string[];
}

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
/** In a container there is nobody else to be kept out, and Chromium's sandbox does not start as root. */
const ARGS = ['--no-sandbox', '--force-color-profile=srgb'];

/** An installed Chromium or Chrome, else the one that an npm package brings for Linux; undefined where neither is. */
export async function findBrowser(): Promise<FoundBrowser | undefined> {
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return { executablePath: installed, args: ARGS };
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: brought } = await import('@sparticuz/chromium');
  const executablePath = await brought.executablePath();
  // It needs the usual shared libraries: without them it says which one is missing.
  execFileSync(executablePath, ['--version'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return { executablePath, args: [...brought.args, ...ARGS] };
}

/** Where there is none these tests are left out, and say so; never in CI, which can install one. */
export async function browserOrSkip(): Promise<FoundBrowser | undefined> {
  const found = await findBrowser().catch((error: unknown) => {
    console.warn(`The browser of the npm package cannot be used: ${String(error)}`);
    return undefined;
  });
  if (found !== undefined) return found;
  const missing =
    'There is no Chromium or Chrome here: THE TESTS IN A BROWSER ARE LEFT OUT. Install one and run them again.';
  if (process.env.CI !== undefined) throw new Error(missing);
  console.warn(`\n${missing}\n`);
  return undefined;
}
