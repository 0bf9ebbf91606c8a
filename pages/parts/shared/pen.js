// A pen for the keyboard: arrow keys move it over a canvas, the space bar puts it down and lifts it. The
// canvas component knows the mouse alone, so the pen speaks as one. Screen readers are told what is drawn.
const CANVAS = 280; // its own pixels, however large it is shown
const STEP = 10,
  SMALL_STEP = 2; // with Shift
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LOOKS = 600; // frames in which a canvas is to be made
const awaited_canvases = {}; // side -> the next look

/** Gives a side's canvas its name and a pen, as soon as it is there. `document.drawings`: what is on it.
 * `words`: of the page's language.
 */
function tend_canvas(side, words, looks = 0) {
  const host = document.querySelector(`.st-key-${side}_digit [data-testid=stBidiComponentIsolated]`);
  const canvas = host?.shadowRoot?.querySelector("canvas.upper-canvas");
  cancelAnimationFrame(awaited_canvases[side]);
  if (host && !canvas && looks < LOOKS) {
    awaited_canvases[side] = requestAnimationFrame(() => tend_canvas(side, words, looks + 1));
  }
  if (!canvas) return;
  const drawn = document.drawings?.[side] ?? words[`${side}_canvas`];
  canvas.setAttribute("aria-label", filled(words.canvas, { drawn }));
  canvas.setAttribute("aria-roledescription", words.drawing);
  if (canvas.pen) return;
  canvas.setAttribute("role", "application");
  canvas.tabIndex = 0;
  canvas.pen = new Pen(canvas);
  // The canvas component takes the ring of the focus away, and its own tools are too small for fingers, come
  // twice beside Undo and Clear, and "Edit" stops the pen. The style of the page ends at its shadow root.
  host.shadowRoot.appendChild(document.createElement("style")).textContent =
    ":focus-visible { outline: 3px solid var(--st-primary-color) !important; outline-offset: -3px }" +
    ".dc-toolbar { display: none !important }";
}

class Pen {
  constructor(canvas) {
    this.canvas = canvas;
    [this.x, this.y, this.is_down] = [CANVAS / 2, CANVAS / 2, false];
    this.mark = canvas.parentElement.appendChild(document.createElement("i"));
    this.mark.style.cssText =
      "position:absolute;z-index:30;width:18px;height:18px;margin:-11px;border:2px solid;border-radius:50%;" +
      "pointer-events:none;color:var(--st-text-color)";
    this.show(false);
    canvas.addEventListener("keydown", (event) => this.listen(event));
    canvas.addEventListener("focus", () => this.show(canvas.matches(":focus-visible")));
    canvas.addEventListener("blur", () => {
      this.put(false);
      this.show(false);
    });
  }

  listen(event) {
    const direction = KEYS[event.key];
    if (direction) {
      const step = event.shiftKey ? SMALL_STEP : STEP;
      [this.x, this.y] = [this.x + step * direction[0], this.y + step * direction[1]].map((at) =>
        Math.max(0, Math.min(CANVAS, at)),
      );
      if (this.is_down) this.speak("mousemove");
    } else if (event.key === " " || event.key === "Enter") {
      if (!event.repeat) this.put(!this.is_down);
    } else {
      return;
    }
    event.preventDefault();
    this.show(true);
  }

  put(down) {
    if (down === this.is_down) return;
    this.is_down = down;
    this.speak(down ? "mousedown" : "mouseup");
  }

  speak(name) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const [clientX, clientY] = [left + (this.x / CANVAS) * width, top + (this.y / CANVAS) * height];
    const buttons = Number(this.is_down);
    const event = { clientX, clientY, button: 0, buttons, bubbles: true, composed: true };
    this.canvas.dispatchEvent(new MouseEvent(name, event));
  }

  show(visible) {
    this.mark.style.display = visible ? "" : "none";
    this.mark.style.transform = `translate(${this.x}px, ${this.y}px)`;
    this.mark.style.background = this.is_down ? "currentColor" : "";
  }
}
