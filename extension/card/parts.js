'use strict';
{
  const { element } = lexibulleCard;
  const SURE = 0.7;
  const MOST_CONFUSED = 2;
  const MOST_RELATED = 4;

  /**
   * The parts of a card in their order; a part that is empty leaves no trace.
   *
   * @param {CardView} view
   * @param {CardLabels} labels
   * @param {boolean} hasSite can the words be hidden on this site
   * @returns {HTMLElement[]}
   */
  function cardParts(view, labels, hasSite) {
    const parts = [...closedParts(view, labels, hasSite), ...(view.open ? openParts(view, labels) : [])];
    return parts.filter((part) => part !== undefined);
  }

  /** @param {Term} term */
  function lineToCopy({ name, expansion, definition }) {
    const letters = expansion?.en ?? expansion?.fr;
    return `${letters ? `${name} (${letters})` : name}\u00a0: ${definition}`;
  }

  /**
   * @param {CardView} view
   * @param {CardLabels} labels
   * @param {boolean} hasSite
   */
  function closedParts({ term, span, neighbours, open, explained }, labels, hasSite) {
    const probable = span !== undefined && span.confidence < SURE;
    const near = open ? [] : confusedFirst(term, neighbours).filter((pair) => pair.with && neighbours.has(pair.with));
    return [
      head(term, labels, probable),
      expansion(term),
      line('plain', term.plain),
      line('definition', term.definition),
      line('note', term.note && labels.note(term.note)),
      line('why', span?.match === 'typo' ? labels.readAs(term.name) : undefined),
      line('why', probable && !explained ? span.reason : undefined),
      section('atonce', labels.confused, ...near.slice(0, 1).map(confusionLine)),
      span && explained ? why(span, labels, hasSite) : undefined,
    ];
  }

  /**
   * @param {Span} span
   * @param {CardLabels} labels
   * @param {boolean} hasSite
   */
  function why(span, labels, hasSite) {
    const actions = element('div', { class: 'others' }, action('dismiss', labels.dismiss), hasSite && action('hideSite', labels.hideSite));
    return section('', labels.why, line('', span.reason), actions);
  }

  /**
   * @param {CardView} view
   * @param {CardLabels} labels
   */
  function openParts({ term, neighbours, related, whole = false }, labels) {
    const confused = confusedFirst(term, neighbours).slice(0, whole ? Infinity : MOST_CONFUSED);
    return [
      section('', labels.formula, line('formula', term.formula?.expression), line('', term.formula?.worked)),
      section('', labels.example, line('', term.example)),
      section('', labels.confused, ...confused.map(confusionLine)),
      section('', labels.detail, line('', term.detail)),
      section('', labels.ask, line('', term.note ? undefined : term.ask)),
      caution(term, labels),
      official(term, labels),
      chips(related),
    ];
  }

  /**
   * @param {Term} term
   * @param {CardLabels} labels
   * @param {boolean} probable
   */
  function head(term, labels, probable) {
    const gender = term.gender === 'm' ? labels.masculine : term.gender === 'f' ? labels.feminine : '';
    const meta = [gender, term.say].filter(Boolean).join(' · ');
    return element(
      'div',
      { class: 'head' },
      element('h2', { class: 'name', lang: term.lang, id: 'card-name' }, term.name),
      meta && element('span', { class: 'meta' }, meta),
      probable && element('span', { class: 'badge' }, labels.probable),
    );
  }

  /** @param {Term} term */
  function expansion({ expansion: letters }) {
    if (!letters) return undefined;
    return element(
      'p',
      { class: 'expansion' },
      letters.en && element('span', { lang: 'en' }, letters.en),
      letters.en && letters.fr && ', ',
      letters.fr,
    );
  }

  /**
   * @param {string} kind
   * @param {string | undefined} text
   */
  function line(kind, text) {
    return text ? element('p', { class: kind || undefined }, unbroken(text)) : undefined;
  }

  /**
   * Keeps together what the end of a line would break badly: « e-mail », a product, a quotient.
   *
   * @param {string} text
   */
  function unbroken(text) {
    return text.replace(/\b(e)-(?=mail)/gi, '$1\u2011').replace(/ ([×÷]) /g, '\u00a0$1\u00a0');
  }

  /**
   * @param {string} kind
   * @param {string} label
   * @param {...(HTMLElement | undefined)} lines
   */
  function section(kind, label, ...lines) {
    if (!lines.some(Boolean)) return undefined;
    return element('section', { class: kind || undefined }, element('h3', {}, label), ...lines);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  function action(name, text) {
    return element('button', { type: 'button', class: 'quiet', 'data-action': name }, text);
  }

  /**
   * @param {Term} term
   * @param {Set<string>} neighbours
   * @returns {Confusion[]} those whose other word is in the paragraph first
   */
  function confusedFirst(term, neighbours) {
    const isNear = (/** @type {Confusion} */ pair) => Number(pair.with !== undefined && neighbours.has(pair.with));
    return [...(term.confused ?? [])].sort((one, other) => isNear(other) - isNear(one));
  }

  /** @param {Confusion} pair */
  function confusionLine(pair) {
    return element('p', {}, element('strong', {}, pair.name), `. ${unbroken(pair.how)}`);
  }

  /**
   * @param {Term} term
   * @param {CardLabels} labels
   */
  function caution({ caution: warning }, labels) {
    if (!warning) return undefined;
    const origin = labels.checked(warning.source, dateOf(warning.checked, labels));
    return section('caution', labels.caution, line('', warning.text), line('', origin));
  }

  /**
   * A day (2024-07-16) or a month (2014-02) as people write it; anything else as it stands.
   *
   * @param {string} date
   * @param {CardLabels} labels
   */
  function dateOf(date, { locale }) {
    if (!/^\d{4}-\d\d(-\d\d)?$/.test(date) || Number.isNaN(Date.parse(date))) return date;
    const month = /** @type {const} */ ({ month: 'long', year: 'numeric', timeZone: 'UTC' });
    const said = new Date(date).toLocaleDateString(locale, date.length > 7 ? { ...month, day: 'numeric' } : month);
    return locale.startsWith('fr') ? said.replace(/^1 /, '1er ') : said;
  }

  /**
   * @param {Term} term
   * @param {CardLabels} labels
   */
  function official({ official: name }, labels) {
    if (!name) return undefined;
    const date = dateOf(name.published ?? name.seen ?? '', labels);
    const origin = [name.status, name.source, date].filter(Boolean).join(', ');
    return element('p', { class: 'official', title: origin }, labels.official(name.term));
  }

  /** @param {Term[]} related */
  function chips(related) {
    if (related.length === 0) return undefined;
    return element(
      'div',
      { class: 'chips' },
      ...related.slice(0, MOST_RELATED).map((term) =>
        element('button', { type: 'button', class: 'chip', 'data-action': 'related', 'data-id': term.id, lang: term.lang }, term.name),
      ),
    );
  }

  Object.assign(lexibulleCard, { MOST_RELATED, SURE, cardParts, lineToCopy, unbroken });
}
