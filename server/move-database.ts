import { resolve } from 'node:path';
import { openDatabase } from './store/database.ts';
import { moveDatabase } from './store/move.ts';

/** `npm run move-database -- DIR postgres://…`: an embedded database into an empty PostgreSQL one. Stop the server first. */
const [directory, url] = process.argv.slice(2);
if (directory === undefined || url === undefined || !/^postgres(ql)?:/.test(url)) {
  console.error('Usage: npm run move-database -- DATA_DIR postgres://user:password@host/database');
  process.exit(2);
}
try {
  const from = await openDatabase({ directory: resolve(directory) });
  const to = await openDatabase({ url });
  const moved = await moveDatabase(from.kysely, to.kysely);
  await to.close();
  await from.close();
  for (const [table, rows] of Object.entries(moved)) console.log(`${table}: ${rows}`);
  console.log(
    `Done. Start the server with DATABASE_URL set; ${directory} still holds the old copy and its secret.key, which the server needs.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
