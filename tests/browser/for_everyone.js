// What tests ask of every page, as `everyone` in the page: each answer is a list of faults, as sentences.
window.everyone = (() => {
  const roots = (root = document) => [
    root,
    ...[...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot ? roots(each.shadowRoot) : [])),
  ];
  const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
  const parent_of = (each) => each.parentElement ?? each.getRootNode().host ?? null;
  const with_parents = (each) => (each ? [each, ...with_parents(parent_of(each))] : []);
  const is_chart_text = (each) => each instanceof SVGElement;

  const is_seen = (each) => {
    const { width, height } = each.getBoundingClientRect();
    return (
      width > 2 &&
      height > 2 &&
      each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !with_parents(each).some((above) => /inset\(50%|rect\(0px/.test(clip_of(above)))
    );
  };
  const clip_of = (each) => {
    const { clip, clipPath } = getComputedStyle(each);
    return `${clip} ${clipPath}`;
  };

  /** Every element that has text of its own, with that text. */
  function* texts() {
    for (const each of all("*:not(style, script, title, desc, html, head, head *)")) {
      const text = [...each.childNodes].map((node) => (node.nodeType === 3 ? node.data : "")).join("");
      if (text.trim() && is_seen(each)) yield [each, text.trim()];
    }
  }

  const name_of = (each) => {
    const key = with_parents(each)
      .map((above) => /st-key-(\w+)/.exec(above.getAttribute("class") ?? "")?.[1])
      .find(Boolean);
    return `${each.tagName.toLowerCase()} in ${key ?? "the page"}`;
  };

  /** [red, green, blue, opacity] of a colour as styles have it, each from 0 to 1. */
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen_colours = new Map();
  const rgba = (colour) => {
    if (!seen_colours.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
      const written = /^rgba\(.*?([\d.]+)\)$|\/ ([\d.]+)\)$/.exec(colour);
      const opacity = colour === "none" ? 0 : Number(written?.[1] ?? written?.[2] ?? 1);
      seen_colours.set(colour, opacity ? [red / 255, green / 255, blue / 255, opacity] : [0, 0, 0, 0]);
    }
    return seen_colours.get(colour);
  };
  const over = ([red, green, blue, opacity], below) =>
    [red, green, blue].map((channel, k) => channel * opacity + below[k] * (1 - opacity));

  const opacity_of = (each) =>
    with_parents(each).reduce((product, above) => product * Number(getComputedStyle(above).opacity), 1);
  const paint_of = (each, property, share = 1) => {
    const [red, green, blue, opacity] = rgba(getComputedStyle(each)[property]);
    return [red, green, blue, opacity * share * opacity_of(each)];
  };
  const text_paint = (each) => paint_of(each, is_chart_text(each) ? "fill" : "color");
  const SHAPES = "rect, circle, ellipse, polygon, polyline, path";
  const ground_paint = (each) =>
    each.matches(SHAPES)
      ? paint_of(each, "fill", Number(getComputedStyle(each).fillOpacity))
      : paint_of(each, "backgroundColor");

  /** What lies at a point, the topmost first, also within components. */
  const elements_at = (x, y, root = document) =>
    root
      .elementsFromPoint(x, y)
      .flatMap((each) =>
        each.shadowRoot && root !== each.shadowRoot ? [...elements_at(x, y, each.shadowRoot), each] : [each],
      );

  /** The colour behind an element's text; its own background belongs to it. */
  const ground_of = (each) => {
    const { left, top, width, height } = each.getBoundingClientRect();
    const stack = elements_at(left + width / 2, top + height / 2);
    const behind = new Set(stack.slice(Math.max(stack.indexOf(each), 0)));
    for (const parent of with_parents(each)) behind.add(parent); // what is scrolled away, by its parents
    return [...behind].reverse().reduce((ground, below) => over(ground_paint(below), ground), [1, 1, 1]);
  };

  /** Relative luminance and contrast of WCAG 2.2, of channels from 0 to 1. */
  const luminance = (channels) => {
    const [red, green, blue] = channels.map((share) =>
      share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (first, second) => {
    const [darker, brighter] = [luminance(first), luminance(second)].sort((a, b) => a - b);
    return (brighter + 0.05) / (darker + 0.05);
  };
  const contrast_of = (each) => {
    const ground = ground_of(each);
    return contrast(over(text_paint(each), ground), ground);
  };

  /** Texts that are hard to read. Everything answers to the pointer for a moment, so that it is found. */
  const faint_texts = (least) => {
    const sheets = roots().map((root) => {
      const sheet = document.createElement("style");
      sheet.textContent = "* { pointer-events: auto !important }";
      return (root.head ?? root).appendChild(sheet);
    });
    const found = [...texts()].map(([each, text]) => [each, text, contrast_of(each)]);
    sheets.forEach((sheet) => sheet.remove());
    return found
      .filter(([, , value]) => value < least)
      .map(([each, text, value]) => `${value.toFixed(2)}:1, “${text}”, ${name_of(each)}`);
  };

  /** How high letters are on the screen, in CSS pixels: charts are scaled. */
  const size_of = (each) => {
    const size = parseFloat(getComputedStyle(each).fontSize);
    if (!is_chart_text(each)) return size * each.currentCSSZoom;
    const drawn = each.closest("text").getBBox(),
      { width, height } = each.closest("text").getBoundingClientRect();
    return size * Math.sqrt((width * height) / (drawn.width * drawn.height));
  };
  const small_texts = (least) =>
    [...texts()]
      .map(([each, text]) => [each, text, size_of(each)])
      .filter(([, , size]) => size < least)
      .map(([each, text, size]) => `${size.toFixed(1)}px, “${text}”, ${name_of(each)}`);

  /** From where to where the letters of an element's own text go. */
  const letters_of = (each) => {
    const ranges = [...each.childNodes].filter((node) => node.nodeType === 3).map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect();
    });
    return {
      left: Math.min(...ranges.map((range) => range.left)),
      right: Math.max(...ranges.map((range) => range.right)),
    };
  };
  /** Texts that end at an edge, of the window or of what they stand in, where nobody can scroll to the rest. */
  const cut_off_texts = () =>
    [...texts()]
      .filter(([each]) => {
        const { left, right } = letters_of(each);
        if (right <= 0) return false; // a menu that is closed
        for (const above of with_parents(each)) {
          const { overflowX, textOverflow } = getComputedStyle(above);
          if (["auto", "scroll"].includes(overflowX) && !above.matches("[data-testid=stMain]")) return false;
          if (overflowX === "visible") continue;
          const edge = above.getBoundingClientRect();
          if (left < edge.left - 1 || right > edge.right + 1) return true;
          if (textOverflow === "ellipsis" && above.scrollWidth > above.clientWidth) return true;
        }
        return left < -1 || right > innerWidth + 1;
      })
      .map(([each, text]) => `cut off: “${text.slice(0, 60)}”, ${name_of(each)}`);

  /** What Tab is to reach: of a group, one, and arrows lead to the others. */
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]";
  const GROUPS = "[role=radiogroup], [role=toolbar], [role=tablist]";
  const group_of = (each) => each.closest(GROUPS) ?? each;
  const controls = () =>
    all(CONTROLS).filter(
      (each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }),
    );
  const focused = ({ activeElement: each } = document) =>
    each?.shadowRoot?.activeElement ? focused(each.shadowRoot) : each;
  const reached = new Set();

  const rings = (each) => {
    const near = [...with_parents(each).slice(0, 4), ...each.querySelectorAll("*"), each.nextElementSibling];
    return near.filter(Boolean).map((part) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(part);
      const outline = outlineStyle === "none" || outlineWidth === "0px" ? "" : outlineWidth + outlineColor;
      return outline + boxShadow;
    });
  };

  /** After a press of Tab: null where it has been before, else what is wrong with the control, or "". */
  const check_focus = () => {
    const each = focused();
    if (!each || each === document.body) return ""; // from the page's end to its beginning
    if (reached.has(group_of(each))) return null;
    reached.add(group_of(each));
    const with_focus = rings(each);
    each.blur();
    const without = rings(each);
    each.focus({ preventScroll: true });
    const changed = with_focus.some((ring, k) => ring !== without[k] && ring !== "none");
    return changed ? "" : `no ring: ${describe(each)}`;
  };
  const describe = (each) => {
    const [name] = (each.getAttribute("aria-label") ?? each.textContent).trim().split("\n");
    return `“${name.slice(0, 40)}”, ${name_of(each)}`;
  };
  const start_tabbing = () => {
    reached.clear();
    focused()?.blur();
    window.getSelection().removeAllRanges();
    for (const root of roots()) {
      if (root.querySelector(".still")) continue;
      const sheet = document.createElement("style");
      sheet.className = "still";
      sheet.textContent = "* { transition: none !important; animation: none !important }";
      (root.head ?? root).append(sheet);
    }
  };
  const not_reached = () => {
    const missed = controls().filter((each) => !reached.has(group_of(each)));
    return missed.map((each) => `Tab does not reach ${describe(each)}`);
  };

  /** What axe-core finds. */
  const violations = async () => {
    const { violations: found } = await axe.run(document, { resultTypes: ["violations"] });
    return found.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`),
    );
  };

  const texts_for_all = { faint_texts, small_texts, cut_off_texts };
  return { ...texts_for_all, start_tabbing, check_focus, not_reached, violations, rgba, contrast };
})();
