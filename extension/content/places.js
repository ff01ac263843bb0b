'use strict';
// Where a word stands decides whether it may be underlined: once per reading unit, never in what one clicks.
{
  const { closestInFlatTree, flatParent } = lexibulle;
  const MANY_ROWS = 10; // from there on, a table is read by its columns
  const NEAR = 8; // previous siblings that are looked at, for the unit that goes on
  const MESSAGE = 280; // characters from which a list item is a message and not a line
  const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4']);
  const UNITS = new Set(['article', 'section', 'aside', 'main', 'dialog', 'body']);
  const UNIT_ROLES = new Set(['article', 'main', 'dialog', 'region', 'complementary']);
  const QUIET = new Set(['nav', 'button', 'summary', 'menu', 'label', 'legend']);
  const QUIET_ROLES = new Set([
    'navigation', 'menu', 'menubar', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'tab', 'tablist', 'button',
    'toolbar', 'columnheader', 'listbox', 'option', 'switch', 'checkbox', 'radio', 'tooltip', 'banner', 'search',
  ]);
  const TABLE = 'table, [role="grid"], [role="treegrid"], [role="table"]';

  /** Remembers which unit each element belongs to, so that what is read later goes on where it left off. */
  class Places {
    /** @type {WeakMap<Element, Reading.Unit>} */
    #units = new WeakMap();
    /** @type {WeakMap<Element, Reading.Unit[]>} of long tables */
    #columns = new WeakMap();
    /** @type {WeakMap<Element, Reading.Place>} */
    #after = new WeakMap();

    /**
     * The place of what is in an element; `outer` itself where the element changes nothing.
     *
     * @param {Element} element
     * @param {Reading.Place} outer
     * @returns {Reading.Place}
     */
    enter(element, outer) {
      const role = element.getAttribute('role') ?? '';
      const tag = element.localName;
      const quiet = outer.quiet || QUIET_ROLES.has(role) || QUIET.has(tag) || (tag === 'th' && isColumnHeading(element));
      const unit = isCell(tag, role) ? this.#columnOf(element) : startsUnit(element, tag, role) ? this.#unitOf(element) : undefined;
      return unit || quiet !== outer.quiet ? { unit: unit ?? outer.unit, quiet } : outer;
    }

    /**
     * The place of what follows an element: a heading goes on, an article is over.
     *
     * @param {Element} element
     * @param {Reading.Place} outer of the element
     * @param {Reading.Place} inner as `enter` gave it
     * @param {Reading.Place} last at the end of the element
     * @returns {Reading.Place}
     */
    leave(element, outer, inner, last) {
      const after = inner === outer || HEADINGS.has(element.localName) ? last : outer;
      this.#after.set(element, after);
      return after;
    }

    /**
     * The place after an element that was read before.
     *
     * @param {Element} element
     */
    after(element) {
      return this.#after.get(element);
    }

    /**
     * The place of an element in the middle of the page: that after what stands just before it.
     *
     * @param {Element} element
     * @returns {Reading.Place}
     */
    at(element) {
      let near = element.previousElementSibling;
      for (let looked = 0; near && looked < NEAR; looked += 1, near = near.previousElementSibling) {
        const place = this.#after.get(near);
        if (place) return place;
      }
      const parent = flatParent(element);
      return parent ? this.enter(parent, this.at(parent)) : { unit: this.#unitOf(element), quiet: false };
    }

    /** @param {Element} element */
    #unitOf(element) {
      const known = this.#units.get(element);
      if (known) return known;
      const unit = newUnit();
      this.#units.set(element, unit);
      return unit;
    }

    /**
     * @param {Element} cell
     * @returns {Reading.Unit | undefined} undefined in a small table, which reads like text
     */
    #columnOf(cell) {
      const table = closestInFlatTree(cell, TABLE);
      const columns = table && this.#columnsOf(table);
      return columns ? (columns[columnIndex(cell)] ??= newUnit()) : undefined;
    }

    /**
     * Its rows are counted while it is small: that takes the longer the more there are.
     *
     * @param {Element} table
     */
    #columnsOf(table) {
      const known = this.#columns.get(table);
      if (known || rowCount(table) <= MANY_ROWS) return known;
      /** @type {Reading.Unit[]} */
      const columns = [];
      this.#columns.set(table, columns);
      return columns;
    }
  }

  /** @returns {Reading.Unit} */
  function newUnit() {
    return { blocks: new Set(), painted: new Map() };
  }

  /**
   * @param {Element} element
   * @param {string} tag
   * @param {string} role
   */
  function startsUnit(element, tag, role) {
    if (UNITS.has(tag) || UNIT_ROLES.has(role) || HEADINGS.has(tag)) return true;
    return role === 'listitem' && (element.textContent ?? '').length > MESSAGE;
  }

  /**
   * @param {string} tag
   * @param {string} role
   */
  function isCell(tag, role) {
    return tag === 'td' || tag === 'th' || role === 'gridcell' || role === 'cell' || role === 'rowheader';
  }

  /** @param {Element} table */
  function rowCount(table) {
    const said = Number(table.getAttribute('aria-rowcount'));
    if (said > 0) return said;
    return table instanceof HTMLTableElement ? table.rows.length : table.querySelectorAll('[role="row"]').length;
  }

  /** @param {Element} cell */
  function columnIndex(cell) {
    const said = Number(cell.getAttribute('aria-colindex'));
    if (said > 0) return said - 1;
    return cell instanceof HTMLTableCellElement ? cell.cellIndex : [...(cell.parentElement?.children ?? [])].indexOf(cell);
  }

  /** @param {Element} cell a `th` */
  function isColumnHeading(cell) {
    const scope = cell.getAttribute('scope');
    if (scope) return scope.startsWith('col');
    return cell.closest('thead') !== null || [...(cell.parentElement?.children ?? [])].every(({ localName }) => localName === 'th');
  }

  lexibulle.Places = Places;
}
