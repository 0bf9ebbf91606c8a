// What a mouse, fingers and a keyboard do with the map.
const STILL = { mouse: 4, finger: 10 }; // CSS pixels that a pointer may move within a click or a tap

function listen(map, root) {
  listen_to_pointers(map);
  listen_to_wheel(map);
  listen_to_keys(map);
  for (const button of root.querySelectorAll(".zoom button")) {
    const times = Number(button.dataset.zoom);
    button.onclick = () => (times ? map.zoom_by(times) : map.show_all());
  }
  new ResizeObserver(() => map.resize()).observe(map.canvas);
}

/** One pointer rests, chooses or drags, two enlarge. What a finger has chosen keeps its picture. */
function listen_to_pointers(map) {
  const { canvas, pointers } = map;
  let dragged = 0;
  canvas.onpointerdown = (event) => {
    pointers.set(event.pointerId, pointer_of(event));
    dragged = 0;
  };
  canvas.onpointermove = (event) => {
    const before = pointers.get(event.pointerId),
      now = pointer_of(event);
    if (!before) return map.point_to(map.digit_at(now, REACH[hand_of(event)]), map.data.words.with_mouse);
    dragged += apart(before, now);
    if (dragged > STILL[hand_of(event)] && !canvas.hasPointerCapture(event.pointerId))
      canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, now);
    if (pointers.size === 2) {
      const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)[1];
      const between = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
      map.zoom_by(apart(now, other) / Math.max(apart(before, other), 1), between);
    } else {
      map.drag(now[0] - before[0], now[1] - before[1]);
    }
  };
  canvas.onpointerup = (event) => {
    pointers.delete(event.pointerId);
    const hand = hand_of(event);
    if (dragged > STILL[hand]) return;
    const words = hand === "mouse" ? map.data.words.with_mouse : "{digit}";
    map.point_to(map.digit_at(pointer_of(event), REACH[hand]), words);
    map.choose_pointed();
  };
  canvas.onpointercancel = (event) => pointers.delete(event.pointerId);
  canvas.onpointerleave = (event) => {
    if (hand_of(event) === "mouse") map.leave(); // a finger leaves when it is lifted
  };
}

function listen_to_wheel(map) {
  const zoom = (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
    event.preventDefault();
    map.zoom_by(Math.exp(-event.deltaY / 200), pointer_of(event));
  };
  map.canvas.addEventListener("wheel", zoom, { passive: false });
}

function listen_to_keys(map) {
  const press = {
    ArrowLeft: () => map.drag(20, 0),
    ArrowRight: () => map.drag(-20, 0),
    ArrowUp: () => map.drag(0, 20),
    ArrowDown: () => map.drag(0, -20),
    "+": () => map.zoom_by(1.5),
    "-": () => map.zoom_by(1 / 1.5),
    n: () => map.step(1),
    p: () => map.step(-1),
    Enter: () => map.choose_pointed(),
    Escape: () => map.leave(),
  };
  for (let kind = 0; kind < 10; kind++) press[kind] = () => map.step(1, kind);
  map.canvas.onkeydown = (event) => {
    const act = meant_by(event, press);
    if (!act) return;
    act();
    event.preventDefault();
  };
  map.canvas.onblur = () => map.leave();
}
