'use strict';
// Words of what stands in a page besides the card.
{
  /** @type {PanelLabels} */
  const fr = {
    title: 'Vérifier mon brouillon',
    reading: 'Lecture du brouillon…',
    noDraft: 'Aucun brouillon ouvert sur cette page. Placez le curseur dans votre message et recommencez.',
    empty: 'Ce brouillon est vide.',
    avoid: 'À éviter',
    explain: 'À expliquer',
    copy: 'Copier',
    copied: 'Copié',
    notCopied: 'Copie refusée',
    again: 'Vérifier de nouveau',
    close: 'Fermer',
    leftOut: 'Citations et signature laissées de côté.',
    unknown: (word) => `“${word}” n’est pas encore dans le lexique.`,
    note: 'Noter pour mon équipe',
    noted: (word) => `“${word}” est noté pour votre équipe.`,
    undo: 'Annuler',
    failures: {
      absent: 'Lexibulle est à l’arrêt. Le brouillon n’a pas été lu\u00a0; recommencez quand il sera de retour.',
      unpaired: 'Encore une étape\u00a0: associer l’extension à Lexibulle, par la bulle en haut du navigateur.',
      revoked: 'Le service ne reconnaît plus cette extension. Associez-la de nouveau par la bulle en haut du navigateur.',
      busy: 'Service occupé. Recommencez dans quelques secondes.',
      old: 'Le service est plus ancien que l’extension\u00a0: mettez-le à jour.',
      failed: 'Le service a rencontré une erreur. Recommencez\u00a0; si elle revient, redémarrez-le.',
      off: 'Lexibulle est désactivé ou en pause ici. Réactivez-le par la bulle en haut du navigateur.',
    },
  };

  /** @type {PanelLabels} */
  const en = {
    title: 'Check my draft',
    reading: 'Reading the draft…',
    noDraft: 'No draft is open on this page. Place the cursor in your message and try again.',
    empty: 'This draft is empty.',
    avoid: 'To avoid',
    explain: 'To explain',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'Not allowed',
    again: 'Check again',
    close: 'Close',
    leftOut: 'Quotes and signature left out.',
    unknown: (word) => `“${word}” is not in the glossary yet.`,
    note: 'Note it for my team',
    noted: (word) => `“${word}” is noted for your team.`,
    undo: 'Undo',
    failures: {
      absent: 'Lexibulle is not running. The draft was not read; try again when it is back.',
      unpaired: 'One more step: pair the extension with Lexibulle, from the bubble at the top of the browser.',
      revoked: 'The service no longer knows this extension. Pair it again from the bubble at the top of the browser.',
      busy: 'The service is busy. Try again in a few seconds.',
      old: 'The service is older than the extension: update it.',
      failed: 'The service met an error. Try again; if it comes back, restart the service.',
      off: 'Lexibulle is off or paused here. Turn it on from the bubble at the top of the browser.',
    },
  };

  lexibulle.labels = { fr, en };
}
