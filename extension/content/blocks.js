'use strict';
// The blocks that are on the page now, and which text node belongs to which.
{
  class Blocks {
    /** @type {Set<Reading.Block>} */
    all = new Set();
    /** @type {WeakMap<Text, Reading.Block>} */
    #ofNode = new WeakMap();
    /** @type {WeakMap<Element, Set<Reading.Block>>} */
    #ofContainer = new WeakMap();
    #count = 0;
    #onDrop;

    /** @param {(block: Reading.Block) => void} onDrop */
    constructor(onDrop) {
      this.#onDrop = onDrop;
    }

    /** @param {Text} node */
    at(node) {
      return this.#ofNode.get(node);
    }

    /**
     * @param {Element} container
     * @returns {Iterable<Reading.Block>}
     */
    in(container) {
      return this.#ofContainer.get(container) ?? [];
    }

    /**
     * The block of a flow: the one we have where nothing has changed, else a new one.
     *
     * @param {Reading.Flow} flow
     * @returns {{block: Reading.Block, isNew: boolean}}
     */
    take(flow) {
      const known = this.at(/** @type {Reading.Piece} */ (flow.pieces[0]).node);
      if (known && isSame(known, flow)) return { block: known, isNew: false };
      this.#count += 1;
      /** @type {Reading.Block} */
      const block = { ...flow, id: String(this.#count), hits: [], state: 'new', undecided: 0, evidence: '', isAskedAgain: false, isNear: false };
      this.#add(block);
      return { block, isNew: true };
    }

    /** @param {Reading.Block} block */
    #add(block) {
      const { container, pieces, place } = block;
      this.all.add(block);
      for (const { node } of pieces) this.#ofNode.set(node, block);
      const here = this.#ofContainer.get(container);
      if (here) here.add(block);
      else this.#ofContainer.set(container, new Set([block]));
      place.unit.blocks.add(block);
    }

    /** @param {Reading.Block} block */
    drop(block) {
      if (!this.all.delete(block)) return;
      for (const { node } of block.pieces) if (this.at(node) === block) this.#ofNode.delete(node);
      this.#ofContainer.get(block.container)?.delete(block);
      block.place.unit.blocks.delete(block);
      this.#onDrop(block);
    }

    /** Forgets what has left the page. */
    sweep() {
      for (const block of this.all) if (!block.container.isConnected) this.drop(block);
    }
  }

  /**
   * @param {Reading.Block} block
   * @param {Reading.Flow} flow
   */
  function isSame(block, flow) {
    return (
      block.text === flow.text &&
      block.container === flow.container &&
      block.place.unit === flow.place.unit &&
      block.pieces.length === flow.pieces.length &&
      block.pieces.every(({ node }, at) => node === flow.pieces[at]?.node)
    );
  }

  lexibulle.Blocks = Blocks;
}
