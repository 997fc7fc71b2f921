import { useSyncExternalStore } from 'react';
import { connection } from '../connection.ts';

/** Whether the server can be reached; while not, nothing is offered that would have to be written. */
export const useOnline = (): boolean => useSyncExternalStore(connection.watch, connection.isUp);
