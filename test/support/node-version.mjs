// Plain JavaScript on purpose: it must run on the very Node that is too old for the rest.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Cardbridge needs Node 22.18 or newer but runs on ${process.versions.node}: run it through npm after "npm ci", which brings Node 24 along (with npm 10 or older: "npm rebuild --ignore-scripts" once).`,
  );
  process.exit(1);
}
