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
