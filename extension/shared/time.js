/** Times as people say them. */
import { language, say } from './say.js';

/** @param {number} time a pause that ends on another day is said to last until tomorrow */
export function sayPausedUntil(time) {
  const end = new Date(time);
  if (end.toDateString() !== new Date().toDateString()) return say('pausedUntilTomorrow');
  return say('pausedUntil', language === 'fr' ? inFrench(end) : end.toLocaleTimeString('en', { timeStyle: 'short' }));
}

/** @param {number} time */
export function secondsUntil(time) {
  return Math.max(1, Math.ceil((time - Date.now()) / 1000));
}

/** @returns {number} when people are back at their desk */
export function tomorrowMorning() {
  const end = new Date();
  end.setDate(end.getDate() + 1);
  return end.setHours(6, 0, 0, 0);
}

/** @param {Date} time */
function inFrench(time) {
  return `${time.getHours()}\u00a0h\u00a0${String(time.getMinutes()).padStart(2, '0')}`;
}
