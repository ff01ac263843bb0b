'use strict';
// What changes in the page. What is touched is dropped at once, before it is painted, and read again later.
{
  const MANY = 1000; // records after which it is cheaper to read everything again
  const FEW = 50; // text nodes looked at in what was taken out; the rest is swept later
  const OPTIONS = { childList: true, characterData: true, subtree: true };

  class Watch {
    /** @type {Set<Node>} came in, or changed */
    #added = new Set();
    /** @type {Set<Node>} something in them went out */
    #held = new Set();
    #records = 0;
    #observer;
    #blocks;
    #changed;

    /**
     * @param {ReadingBlocks} blocks
     * @param {(node: Node) => boolean} isOurs the card's host: nothing else of ours is ever in the page
     * @param {() => void} changed
     * @param {AbortSignal} signal
     */
    constructor(blocks, isOurs, changed, signal) {
      this.#blocks = blocks;
      this.#changed = changed;
      this.#observer = new MutationObserver((records) => this.#see(records, isOurs));
      signal.addEventListener('abort', () => this.#observer.disconnect());
    }

    /** @param {Document | ShadowRoot} root */
    observe(root) {
      this.#observer.observe(root, OPTIONS);
    }

    /**
     * What has changed since it was last asked; undefined when it is so much that all has to be read again.
     *
     * @returns {{added: Set<Node>, held: Set<Node>} | undefined}
     */
    take() {
      const changes = this.#records > MANY ? undefined : { added: this.#added, held: this.#held };
      this.#added = new Set();
      this.#held = new Set();
      this.#records = 0;
      return changes;
    }

    /**
     * @param {MutationRecord[]} records
     * @param {(node: Node) => boolean} isOurs
     */
    #see(records, isOurs) {
      const before = this.#records;
      for (const record of records) {
        const { type, target } = record;
        if (type === 'characterData') this.#note(this.#added, target);
        else if (this.#records > MANY) continue; // what is out of the page is not painted, and all will be read again
        else {
          for (const node of record.addedNodes) if (!isOurs(node)) this.#note(this.#added, node);
          for (const node of record.removedNodes) if (!isOurs(node)) this.#lose(node, target);
        }
      }
      if (this.#records > before) this.#changed();
    }

    /**
     * @param {Node} node
     * @param {Node} target
     */
    #lose(node, target) {
      this.#note(this.#held, target instanceof ShadowRoot ? target.host : target);
      for (const text of textsOf(node)) this.#drop(text);
    }

    /**
     * @param {Set<Node>} where
     * @param {Node} node
     */
    #note(where, node) {
      this.#records += 1;
      if (this.#records <= MANY) where.add(node);
      if (node instanceof Text) this.#drop(node);
    }

    /** @param {Text} node */
    #drop(node) {
      const block = this.#blocks.at(node);
      if (!block) return;
      this.#blocks.drop(block);
      this.#held.add(block.container);
    }
  }

  /** @param {Node} node */
  function* textsOf(node) {
    if (node instanceof Text) yield node;
    if (!(node instanceof Element)) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let count = 0; count < FEW && walker.nextNode(); count += 1) yield /** @type {Text} */ (walker.currentNode);
  }

  lexibulle.Watch = Watch;
}
