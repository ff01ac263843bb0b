/** Pause: everything is hidden in all tabs until a given time, and comes back by itself. */
import { api } from '../shared/browser.js';
import { changeSettings, settings } from './settings.js';

export const RESUME = 'resume'; // the alarm
const HOUR_MS = 3_600_000;

/** The command: pauses for an hour, or resumes. */
export async function togglePause() {
  const isPaused = (await settings()).pausedUntil > Date.now();
  await changeSettings({ pausedUntil: isPaused ? 0 : Date.now() + HOUR_MS });
}

/** Has the browser wake us when the pause ends. */
export async function planResume() {
  const { pausedUntil } = await settings();
  await api.alarms.clear(RESUME);
  if (pausedUntil > Date.now()) await api.alarms.create(RESUME, { when: pausedUntil });
}
