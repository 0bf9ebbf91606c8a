// What buttons, the slider, a keyboard and a pointer do with the player.
const STILL = 10; // CSS pixels that a finger may move within a tap

function listen(player) {
  const { root, slider } = player;
  const press = {
    start: () => player.go(0, true),
    end: () => player.go(player.last, true),
    back: () => player.step(-1),
    on: () => player.step(1),
    toggle: () => player.toggle(),
  };
  for (const button of root.querySelectorAll("button")) button.onclick = press[button.dataset.press];
  slider.oninput = () => {
    player.go(Number(slider.value), true);
    player.told = null; // what has not been reached yet cannot be chosen
  };
  listen_to_keys(player, press);
  for (const map of player.all_maps) listen_to_pointer(player, map);
  new ResizeObserver(() => player.resize()).observe(player.all_maps[0].canvas);
}

/** Space on a button presses it, and arrows up and down scroll the page. */
function listen_to_keys(player, press) {
  const map_of = (event) => player.maps.find(({ canvas }) => canvas === event.target) ?? player.maps[0];
  const keys = {
    ArrowLeft: press.back,
    ArrowRight: press.on,
    Home: press.start,
    End: press.end,
    " ": press.toggle,
    n: (event) => player.next(1, map_of(event)),
    p: (event) => player.next(-1, map_of(event)),
    Escape: () => player.leave(),
  };
  player.root.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    if (event.key === " " && event.target.closest("button")) return;
    keys[event.key](event);
    event.preventDefault();
  };
}

/** A mouse shows the digit under it; what a finger has tapped keeps its picture. */
function listen_to_pointer(player, map) {
  const { canvas } = map;
  const place_of = (event) => [event.offsetX, event.offsetY];
  let began = null;
  canvas.onpointerdown = (event) => (began = place_of(event));
  canvas.onpointermove = (event) => {
    if (event.pointerType === "mouse") player.point_to(map.digit_at(place_of(event), REACH.mouse), map);
  };
  canvas.onpointerup = (event) => {
    const [x, y] = place_of(event);
    if (event.pointerType === "mouse" || !began || Math.hypot(x - began[0], y - began[1]) > STILL) return;
    player.point_to(map.digit_at([x, y], REACH.finger), map);
  };
  canvas.onpointerleave = (event) => {
    if (event.pointerType === "mouse") player.leave(); // a finger leaves when it is lifted
  };
  canvas.onblur = () => player.leave();
}
