import { crib } from './crib.js';
import { documents } from './documents.js';
import { byId } from './dom.js';
import { draft } from './draft.js';
import { lexicon } from './lexicon.js';
import { pairing } from './pairing.js';
import { showPlaces } from './places.js';
import { reader } from './reader.js';
import { IS_LOCAL } from './status.js';

if (!IS_LOCAL) byId('host', HTMLElement).textContent = `${location.hostname}, le serveur de votre équipe`;

showPlaces({
  '': reader, document: documents, brouillon: draft, lexique: lexicon, 'aide-memoire': crib, extensions: pairing,
});
