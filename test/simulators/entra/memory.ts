import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** What the provider keeps between two requests; gone with the process. One for each of its models. */
export function memoryAdapter(): (model: string) => Adapter {
  const kept = new Map<string, Kept>();
  return (model) => {
    const key = (id: string) => `${model}/${id}`;
    const live = (found: Kept | undefined) =>
      found !== undefined && found.until > Date.now() ? found.payload : undefined;
    const by = (fits: (payload: AdapterPayload) => boolean) =>
      live([...kept].find(([id, { payload }]) => id.startsWith(key('')) && fits(payload))?.[1]);
    return {
      async upsert(id, payload, seconds = 3600) {
        kept.set(key(id), { payload, until: Date.now() + seconds * 1000 });
      },
      find: async (id) => live(kept.get(key(id))),
      findByUserCode: async (userCode) => by((payload) => payload.userCode === userCode),
      findByUid: async (uid) => by((payload) => payload.uid === uid),
      async consume(id) {
        const found = kept.get(key(id));
        if (found !== undefined)
          kept.set(key(id), { ...found, payload: { ...found.payload, consumed: Math.floor(Date.now() / 1000) } });
      },
      async destroy(id) {
        kept.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [id, { payload }] of kept) if (payload.grantId === grantId) kept.delete(id);
      },
    };
  };
}
