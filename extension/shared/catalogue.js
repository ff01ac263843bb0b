import { covers } from './matching.js';

/** The sites that the first run offers, by the name that is shown, each with what it is made of. */
export const CATALOGUE = [
  { title: 'LinkedIn', name: 'linkedin.com', matches: ['https://*.linkedin.com/*'] },
  { title: 'Gmail', name: 'mail.google.com', matches: ['https://mail.google.com/*'] },
  {
    title: 'Outlook',
    name: 'outlook.office.com',
    matches: [
      'https://outlook.office.com/*',
      'https://outlook.office365.com/*',
      'https://outlook.live.com/*',
      'https://outlook.cloud.microsoft/*',
    ],
  },
  { title: 'HubSpot', name: 'hubspot.com', matches: ['https://*.hubspot.com/*'] },
  { title: 'Pipedrive', name: 'pipedrive.com', matches: ['https://*.pipedrive.com/*'] },
  {
    title: 'Salesforce',
    name: 'salesforce.com',
    matches: ['https://*.salesforce.com/*', 'https://*.force.com/*'],
  },
];

/** Every site there is. */
export const ALL_SITES = { name: '*', matches: ['https://*/*', 'http://*/*'] };

/**
 * The site of a page that nobody has named yet: one of those above, else its host with and without `www`, of which one
 * often leads to the other.
 *
 * @param {URL} url
 * @returns {{name: string, matches: string[]}}
 */
export function siteAt(url) {
  const name = url.hostname.replace(/^www\./, '');
  const known = CATALOGUE.find((site) => site.name === name || site.matches.some((match) => covers(match, url)));
  if (known) return { name: known.name, matches: known.matches };
  const hosts = /\.[a-z][a-z0-9-]*$/.test(name) ? [name, `www.${name}`] : [name]; // an IP address has no other name
  return { name, matches: hosts.map((host) => `${url.protocol}//${host}/*`) };
}
