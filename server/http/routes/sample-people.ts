import { endpoints } from '../contract.ts';
import type { House } from '../house.ts';
import { notFound } from '../problem.ts';
import { route, type Route } from '../routing.ts';

/** The people of the development sign-in with their tokens; there are none where people sign in for real. */
export function samplePeopleRoutes({ samplePeople }: House): Route[] {
  return [
    route(endpoints.samplePeople, async () => {
      if (samplePeople.length === 0) throw notFound();
      return { people: samplePeople };
    }),
  ];
}
