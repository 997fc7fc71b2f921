import { spawnSync } from 'node:child_process';

/** `npm run sideload` and `sideload:stop`: Microsoft's own tool where Outlook runs, else what to do by hand. */
const stop = process.argv.includes('--stop');
const TOOL = 'office-addin-debugging@^7';

if (process.platform === 'win32' || process.platform === 'darwin') {
  const { status } = spawnSync(
    'npx',
    [
      '--yes',
      TOOL,
      ...(stop ? ['stop', 'manifest.xml'] : ['start', 'manifest.xml', 'desktop', '--app', 'outlook', '--no-debug']),
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  process.exitCode = status ?? 1;
} else {
  const steps = stop
    ? ['Open https://aka.ms/olksideload in a browser and sign in.', 'My add-ins, Custom Addins: remove Cardbridge.']
    : [
        'There is no Outlook for this system, so the add-in is put into Outlook on the web by hand:',
        '1. Serve Cardbridge over https at the address in manifest.xml (https://localhost:3000), with a certificate that your browser trusts.',
        '2. Open https://aka.ms/olksideload in a browser and sign in; after a few seconds the dialog "Add-Ins for Outlook" opens.',
        '3. My add-ins, Custom Addins, "Add a custom add-in", "Add from File": choose manifest.xml.',
        '4. Open a message: Cardbridge is among its apps. Another address: npm run manifest > my-manifest.xml, with PUBLIC_URL set.',
      ];
  console.log(steps.join('\n'));
}
