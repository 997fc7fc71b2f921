/** Who a person is to the sign-in: known by these two, never by an address, which may be given to somebody else. */
export interface Identity {
  /** Entra's tenant id; for another provider its issuer. Lower-case where it is a GUID. */
  readonly tenantId: string;
  /** Entra's object id, which is the id of the user in Graph too; for another provider its subject. */
  readonly objectId: string;
}

/** Whether both are the same person. */
export function samePerson(one: Identity, other: Identity): boolean {
  return one.tenantId === other.tenantId && one.objectId === other.objectId;
}
