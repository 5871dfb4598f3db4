/** The blocks of a modal or of the Home tab, with what stands in their inputs. A block that stays the same is not drawn again. */

import { act } from "./acts.js";
import { renderBlocks } from "./blocks.js";
import { context, epoch } from "./context.js";
import { el } from "./nodes.js";
import { keyed } from "./redraw.js";
import { choices, offered, overlaid } from "./values.js";

/** One view on the page. `failed(answer)` is told when a click in it was refused. */
export class Surface {
  constructor(kind, failed = () => {}) {
    this.node = el("div", { class: `surface surface-${kind}` });
    Object.assign(this, { kind, failed, chosen: {}, errors: {}, view: null });
  }

  /** Draw a view, the errors beside its inputs. */
  draw(view, errors = this.errors) {
    Object.assign(this, { view, errors });
    this.forget();
    const told = this.context();
    const names = epoch();
    keyed(this.node, view.blocks, {
      key: (block) => block.block_id,
      content: (block) => names + (errors[block.block_id] ?? "") + JSON.stringify(block),
      make: (block) => el("div", { class: "slot", "data-block": block.block_id }, renderBlocks([block], told)),
    });
  }

  /** What the renderer is told. */
  context() {
    const { view, errors } = this;
    return context(this.kind, { view: view.id }, {
      errors,
      values: overlaid(view.values, this.chosen),
      onAction: (block, element, choice) => this.click(block, element, choice),
      onChange: (block, element, choice, options) => this.choose(block, element, choice, options),
    });
  }

  /** Keep what was typed or picked. */
  choose({ block_id }, element, choice, options) {
    this.chosen[block_id] = { ...this.chosen[block_id], [element.action_id]: { element, choice, options } };
  }

  /** Forget what was entered into inputs that are gone, and what they no longer offer. */
  forget() {
    const inputs = new Map(this.view.blocks.filter((block) => block.element).map((block) => [block.block_id, block.element]));
    const stays = (block, action, { choice }) => inputs.get(block)?.action_id === action && offered(inputs.get(block), choice);
    for (const [block, actions] of Object.entries(this.chosen)) {
      for (const action of Object.keys(actions)) if (!stays(block, action, actions[action])) delete actions[action];
    }
  }

  /** Everything this person typed or picked here, as an act sends it. */
  get values() {
    return choices(this.chosen);
  }

  /** Press a button or pick something; what stands in the inputs goes along. */
  async click(block, element, choice) {
    const answer = await act("click", { surface: { view: this.view.id }, block: block.block_id, action: element.action_id, choice, values: this.values });
    if (!answer.ok) this.failed(answer);
    return answer;
  }
}
