import { act, createElement, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';
import { Announcer } from '../../addin/parts/announce.tsx';

/** A part of the page in a document without a browser; `settle` lets answers come and what they change be drawn. */
export interface Mounted {
  readonly root: HTMLElement;
  readonly show: (part: ReactNode) => Promise<void>;
  /** `work`: what happens first, outside the page. */
  readonly settle: (work?: () => void) => Promise<void>;
  /** Presses the button, link or switch whose label or text this is. */
  readonly press: (name: RegExp) => Promise<void>;
  readonly has: (name: RegExp) => boolean;
  /** Waits for what comes by itself, and not of an act of the test's. */
  readonly until: (check: () => void) => Promise<void>;
  readonly end: () => Promise<void>;
}

const { animate } = Element.prototype;

export function mounted(): Mounted {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  // Whoever leaves cuts it short; nobody asks how it ended.
  Element.prototype.animate = function (...given) {
    const animation = animate.apply(this, given);
    animation.finished.catch(() => undefined);
    return animation;
  };
  const root = document.body.appendChild(document.createElement('div'));
  const page = createRoot(root);
  const settle = (work?: () => void) =>
    act(async () => {
      work?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  const named = (name: RegExp) =>
    [...root.querySelectorAll<HTMLElement>('button, a, input')].find((one) =>
      name.test(one.getAttribute('aria-label') ?? one.textContent),
    );
  return {
    root,
    settle,
    show: async (part) => {
      await act(async () => page.render(createElement(Announcer, null, part)));
      await settle();
    },
    press: async (name) => {
      const control = named(name);
      if (control === undefined) throw new Error(`${String(name)} is not there: ${root.textContent}`);
      await act(async () => control.click());
      await settle();
    },
    has: (name) => named(name) !== undefined,
    until: async (check) => {
      vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
      await vi.waitFor(check, { timeout: 30_000 });
      vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    },
    end: async () => {
      await act(async () => page.unmount());
      root.remove();
    },
  };
}
