'use strict';
{
  /**
   * An element with its attributes and children; text is always text, never markup.
   * Attributes that are undefined or false, and children that are empty, are left out.
   *
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} tag
   * @param {CardAttributes} [attributes]
   * @param {...CardChild} children
   * @returns {HTMLElementTagNameMap[K]}
   */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
    }
    made.append(...children.flatMap((child) => (child ? [child] : [])));
    return made;
  }

  lexibulleCard.element = element;
}
