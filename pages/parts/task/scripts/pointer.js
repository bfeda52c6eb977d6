// What hands do on the canvas, by pointer, finger or keyboard, and how the server hears of it.
import { within } from "./place.js";
import { named, paint, say } from "./scene.js";

const REACH = 14; // pixels around a point that still belong to it
const PATIENCE = 2000; // milliseconds until a message counts as lost
const WAIT = 120; // milliseconds between two messages while something is dragged

// Sends what is on the canvas; while something is dragged only now and then, and the last place always.
function send(box, dragging) {
  clearTimeout(box.later);
  const now = performance.now();
  if (dragging && (now - box.at < WAIT || box.echo < box.sent)) {
    box.later = setTimeout(() => send(box, Boolean(box.drag || box.held)), WAIT);
    return;
  }
  box.at = now;
  box.sent += 1;
  tell(box, dragging);
}

// Says what is on the canvas, and again where no answer comes: on a busy server a message may be lost.
function tell(box, dragging) {
  const rounded = (list) => list.map((point) => point.map((part) => Math.round(part * 100) / 100));
  box.tell("edit", { points: rounded(box.points), line: rounded(box.line), echo: box.sent, dragging });
  clearTimeout(box.unheard);
  box.unheard = setTimeout(() => box.echo < box.sent && tell(box, Boolean(box.drag || box.held)), PATIENCE);
}

function hit(box, x, y) {
  const { on, scene } = box;
  const near = (list) => {
    let best = null;
    list.forEach(([px, py], index) => {
      const far = Math.hypot(on.x(px) - x, on.y(py) - y);
      if (far <= REACH * (box.coarse ? 1.5 : 1) && far < (best?.far ?? Infinity)) best = { index, far };
    });
    return best;
  };
  const handle = scene.fixed ? null : near(box.line);
  if (handle) return { list: "line", index: handle.index };
  const point = scene.locked ? null : near(box.points);
  return point ? { list: "points", index: point.index } : null;
}

function inside(box, [x, y]) {
  const { domain, span } = box.scene;
  return [Math.min(Math.max(x, domain[0]), domain[1]), Math.min(Math.max(y, span[0]), span[1])];
}

function move(box, { list, index }, place) {
  box[list] = box[list].map((point, at) => (at === index ? [...inside(box, place), ...point.slice(2)] : point));
}

function add(box, place, label) {
  if (box.scene.locked) return;
  if (box.points.length >= box.scene.most) return say(box, box.scene.words.full);
  const point = [...inside(box, place), ...(box.scene.classes ? [label] : [])];
  box.points = [...box.points, point];
  say(box, `${box.scene.words.added}: ${named(box, point)}`);
  send(box, false);
}

function remove(box, index) {
  say(box, `${box.scene.words.removed}: ${named(box, box.points[index])}`);
  box.points = box.points.filter((_, at) => at !== index);
  box.held = null;
  send(box, false);
}

export function follow(box) {
  const { board } = box;
  board.addEventListener("touchstart", (event) => {
    if (hit(box, ...within(board, event.touches[0]))) event.preventDefault(); // moves it, not the page
  }, { passive: false });
  board.addEventListener("pointerdown", (event) => {
    if (event.button || !box.on) return;
    box.coarse = event.pointerType === "touch";
    box.keyed = false;
    const [x, y] = within(board, event);
    box.drag = { what: hit(box, x, y), x, y, moved: false };
    if (box.drag.what) board.setPointerCapture(event.pointerId);
  });
  board.addEventListener("pointermove", (event) => {
    const [x, y] = within(board, event);
    if (!box.drag) {
      board.style.cursor = box.on && hit(box, x, y) ? "grab" : box.scene.locked ? "default" : "crosshair";
      return;
    }
    box.drag.moved ||= Math.hypot(x - box.drag.x, y - box.drag.y) > 4;
    if (!box.drag.moved || !box.drag.what) return;
    move(box, box.drag.what, box.on.value(x, y));
    paint(box);
    send(box, true);
  });
  board.addEventListener("pointerup", (event) => {
    const { drag } = box;
    box.drag = null;
    if (!drag) return;
    if (drag.moved && drag.what) send(box, false);
    else if (!drag.moved && drag.what?.list === "points") remove(box, drag.what.index);
    else if (!drag.moved && !drag.what) add(box, box.on.value(...within(board, event)), box.label);
    paint(box);
  });
  board.addEventListener("pointercancel", () => {
    if (box.drag?.moved && box.drag.what) send(box, false);
    box.drag = null;
  });
  board.addEventListener("keydown", (event) => typed(box, event));
  board.addEventListener("focus", () => {
    box.keyed = board.matches(":focus-visible");
    paint(box);
  });
  board.addEventListener("blur", () => {
    drop(box);
    paint(box);
  });
}

// Puts down what the keyboard carries.
function drop(box) {
  if (!box.held) return;
  box.held = null;
  send(box, false);
}

function typed(box, event) {
  const { scene, on } = box;
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const under = hit(box, on.x(box.cursor[0]), on.y(box.cursor[1]));
  if (event.key in ways) {
    const pace = (event.shiftKey ? 1 : 5) / 100;
    const [dx, dy] = ways[event.key];
    const [wide, tall] = [scene.domain[1] - scene.domain[0], scene.span[1] - scene.span[0]];
    box.cursor = inside(box, [box.cursor[0] + dx * pace * wide, box.cursor[1] + dy * pace * tall]);
    if (box.held) {
      move(box, box.held, box.cursor);
      send(box, true);
    }
    const met = hit(box, on.x(box.cursor[0]), on.y(box.cursor[1]));
    say(box, met?.list === "points" && !box.held ? named(box, box.points[met.index]) : box.cursor.map((part) => part.toFixed(2)).join(", "));
  } else if (/^[1-9]$/.test(event.key) && (Number(event.key) <= scene.classes || !scene.classes)) {
    add(box, box.cursor, Number(event.key) - 1);
  } else if (event.key === " ") {
    add(box, box.cursor, box.label);
  } else if (["Delete", "Backspace"].includes(event.key)) {
    if (under?.list === "points") remove(box, under.index);
  } else if (event.key === "Enter") {
    if (box.held) drop(box);
    else if (under) box.cursor = box[under.list][(box.held = under).index].slice(0, 2);
    say(box, box.held ? scene.words.held : scene.words.dropped);
  } else if (event.key === "Escape") {
    drop(box);
  } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
    box.tell("undo", Date.now());
  } else {
    return;
  }
  event.preventDefault();
  box.keyed = true;
  paint(box);
}
