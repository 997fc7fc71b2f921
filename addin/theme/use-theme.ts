import { useEffect, useState } from 'react';
import { webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';
import type { Host } from '../office.ts';
import { isDark } from './luminance.ts';

/** `auto`: as Outlook is, else as the system is. High contrast is the system's own, and holds in every theme. */
export const THEME_CHOICES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

export interface ThemeInForce {
  readonly theme: Theme;
  readonly choice: ThemeChoice;
  readonly choose: (choice: ThemeChoice) => void;
}

const KEY = 'cardbridge-theme';
const DARK = '(prefers-color-scheme: dark)';

export function useTheme(host: Host): ThemeInForce {
  const key = host.kind === 'outlook' ? host.storagePrefix + KEY : KEY;
  const [choice, setChoice] = useState(() => kept(key));
  const [background, setBackground] = useState(() => (host.kind === 'outlook' ? host.background() : undefined));
  const [system, setSystem] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    if (host.kind !== 'outlook' || host.watchTheme.status === 'unavailable') return undefined;
    return host.watchTheme.watch(setBackground);
  }, [host]);
  useEffect(() => {
    const query = matchMedia(DARK);
    const hear = () => setSystem(query.matches);
    query.addEventListener('change', hear);
    return () => query.removeEventListener('change', hear);
  }, []);
  const auto = (background === undefined ? undefined : isDark(background)) ?? system;
  const dark = choice === 'auto' ? auto : choice === 'dark';
  useEffect(() => {
    // The browser's own parts, scroll bars and date pickers, go with it.
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  const choose = (next: ThemeChoice) => {
    setChoice(next);
    keep(key, next);
  };
  return { theme: dark ? webDarkTheme : webLightTheme, choice, choose };
}

/** A browser may forbid storage in a frame; then the choice lasts as long as the page. */
function kept(key: string): ThemeChoice {
  try {
    const found = localStorage.getItem(key);
    return THEME_CHOICES.find((choice) => choice === found) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function keep(key: string, choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // See above.
  }
}
