/** Light, dark, or as the system has it; remembered by the browser. */

import { effect, signal } from '@preact/signals';
import { remember, remembered } from './memory.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>(THEMES.find((one) => one === remembered('theme')) ?? 'auto');

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  remember('theme', theme.value);
});

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'auto';
}
