// The canvas on which a task is drawn, and beside it what everyone makes of it. Painting is in ink.js.
const REACH = 14; // pixels around a point that still belong to it
const PATIENCE = 2000; // milliseconds until a message counts as lost
const WAIT = 120; // milliseconds between two messages while something is dragged

async function unpack(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// Turns what came over the wire into arrays, one a stage.
function read(scene) {
  const size = scene.classes ? scene.cells ** 2 * (scene.classes > 2 ? scene.classes : 1) : scene.cells;
  const open = scene.classes ? bytes : numbers;
  const stages = (text) => {
    const all = open(text);
    return Array.from({ length: all.length / size }, (_, stage) => all.subarray(stage * size, (stage + 1) * size));
  };
  for (const player of scene.players) {
    player.fits = player.fits ? stages(player.fits) : [];
    player.bands = player.bands ? stages(player.bands) : null;
  }
  scene.truth = scene.truth ? open(scene.truth) : null;
  return scene;
}

function theme(box) {
  const style = getComputedStyle(box.root);
  return style.getPropertyValue("--st-text-color").trim() || style.color;
}

function stage(box) {
  return box.stage ?? Infinity;
}

function leader(box) {
  return box.scene.players.find((player) => player.id === box.lead) ?? box.scene.players[0];
}

function paint(box) {
  const { scene, board } = box;
  if (!board.clientWidth) return;
  const on = (box.on = surface(board, scene));
  const text = theme(box);
  if (scene.hidden) guess(box, on);
  else ground(on, scene, leader(box), stage(box));
  if (!scene.classes) grid(on, scene);
  uncovered(on, scene);
  scaleMarks(on, scene, text);
  questions(on, scene);
  spots(on, scene, box.points, box.coarse ? 17 : 14, text);
  if (box.line.length) handles(box, on, text);
  if (document.activeElement === board && box.keyed) cursor(box, on, text);
  if (!box.points.length && !box.line.length) invite(box, on, text);
  board.setAttribute("aria-label", describe(box));
  for (const tile of box.faces.querySelectorAll("canvas")) {
    const player = scene.players.find((each) => each.id === tile.parentElement.dataset.id);
    const small = surface(tile, scene);
    ground(small, scene, player, stage(box));
    if (!scene.classes) grid(small, scene);
    uncovered(small, scene);
    spots(small, scene, box.points, 7, text);
  }
}

// The two sides of a line that is only a guess so far.
function guess(box, on) {
  on.ink.fillStyle = box.scene.ground;
  on.ink.fillRect(0, 0, on.width, on.height);
  if (!box.line.length) return;
  const [[ax, ay], [bx, by]] = box.line.map(([x, y]) => [on.x(x), on.y(y)]);
  const long = (on.width + on.height) / Math.max(Math.hypot(bx - ax, by - ay), 1);
  const [dx, dy] = [(bx - ax) * 2 * long, (by - ay) * 2 * long];
  for (const [side, [colour]] of [[-1, box.scene.marks[0]], [1, box.scene.marks[1]]]) {
    on.ink.beginPath();
    [[ax - dx, ay - dy], [bx + dx, by + dy], [bx + dx + side * dy, by + dy - side * dx], [ax - dx + side * dy, ay - dy - side * dx]]
      .forEach(([x, y], index) => on.ink[index ? "lineTo" : "moveTo"](x, y));
    on.ink.fillStyle = `${colour}55`;
    on.ink.fill();
  }
}

function handles(box, on, text) {
  const ink = box.scene.classes ? INK : text;
  const [[ax, ay], [bx, by]] = box.line.map(([x, y]) => [on.x(x), on.y(y)]);
  const far = (2 * on.width) / Math.max(Math.hypot(bx - ax, by - ay), 1);
  on.ink.beginPath();
  on.ink.moveTo(ax - far * (bx - ax), ay - far * (by - ay));
  on.ink.lineTo(bx + far * (bx - ax), by + far * (by - ay));
  on.ink.strokeStyle = ink;
  on.ink.lineWidth = 2.5;
  on.ink.setLineDash(box.scene.guess ? [9, 5] : [2, 4]);
  on.ink.stroke();
  on.ink.setLineDash([]);
  if (box.scene.fixed) return;
  for (const [x, y] of [[ax, ay], [bx, by]]) {
    on.ink.beginPath();
    on.ink.arc(x, y, box.coarse ? 13 : 9, 0, 2 * Math.PI);
    on.ink.fillStyle = "rgba(255,255,255,0.85)";
    on.ink.fill();
    on.ink.strokeStyle = INK;
    on.ink.lineWidth = 2.5;
    on.ink.stroke();
  }
}

function cursor(box, on, text) {
  const [x, y] = [on.x(box.cursor[0]), on.y(box.cursor[1])];
  on.ink.strokeStyle = box.scene.classes ? INK : text;
  on.ink.lineWidth = box.held ? 3 : 1.5;
  on.ink.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    on.ink.moveTo(x + 9 * dx, y + 9 * dy);
    on.ink.lineTo(x + 18 * dx, y + 18 * dy);
  }
  on.ink.stroke();
}

function invite(box, on, text) {
  on.ink.font = "15px sans-serif";
  on.ink.textAlign = "center";
  on.ink.fillStyle = box.scene.classes ? INK : text;
  on.ink.fillText(box.scene.waiting ? box.scene.words.wait : box.scene.words.invite, on.width / 2, on.height / 2 - 30);
}

// What can be seen, in words.
function describe(box) {
  const { scene, points } = box;
  const counts = scene.classes
    ? scene.marks.slice(0, scene.classes).map(([, , name], label) => [points.filter((point) => point[2] === label).length, name])
    : [];
  const some = counts.filter(([count]) => count).map(([count, name]) => `${count} × ${name}`).join(", ");
  const seen = scene.hidden ? "" : `${scene.words.behind} ${leader(box)?.label ?? ""}${covered(box)}.`;
  return `${scene.words.canvas} ${points.length} ${scene.words.points}${some ? `: ${some}` : ""}. ${seen}`;
}

// How much of the canvas each class has, or how a curve runs.
function covered(box) {
  const { scene } = box;
  const fits = leader(box)?.fits ?? [];
  const fit = fits[Math.min(stage(box), fits.length - 1)];
  if (!fit) return "";
  if (!scene.classes) return `, ${[0, 0.5, 1].map((share) => fit[Math.round(share * (fit.length - 1))].toFixed(1)).join(" → ")}`;
  const counts = Array(scene.classes).fill(0);
  for (let at = 0; at < scene.cells ** 2; at++) {
    let best = 0;
    if (scene.classes === 2) best = Number(fit[at] > 127);
    else for (let label = 1; label < scene.classes; label++) if (fit[label * scene.cells ** 2 + at] > fit[best * scene.cells ** 2 + at]) best = label;
    counts[best] += 1;
  }
  return `: ${counts.map((count, label) => `${scene.marks[label][2]} ${Math.round((100 * count) / scene.cells ** 2)} %`).join(", ")}`;
}

function say(box, text) {
  box.says.textContent = text;
}

function named(box, point) {
  const [x, y] = point.map((part) => Number(part).toFixed(2));
  return `${box.scene.classes ? box.scene.marks[point[2]][2] : box.scene.words.point} (${x}, ${y})`;
}

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

function follow(box) {
  const { board } = box;
  const place = (event) => {
    const frame = board.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  board.addEventListener("touchstart", (event) => {
    const frame = board.getBoundingClientRect();
    const [touch] = event.touches;
    if (hit(box, touch.clientX - frame.left, touch.clientY - frame.top)) event.preventDefault(); // moves it, not the page
  }, { passive: false });
  board.addEventListener("pointerdown", (event) => {
    if (event.button || !box.on) return;
    box.coarse = event.pointerType === "touch";
    box.keyed = false;
    const [x, y] = place(event);
    box.drag = { what: hit(box, x, y), x, y, moved: false };
    if (box.drag.what) board.setPointerCapture(event.pointerId);
  });
  board.addEventListener("pointermove", (event) => {
    const [x, y] = place(event);
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
    else if (!drag.moved && !drag.what) add(box, box.on.value(...place(event)), box.label);
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

// The buttons that choose a class.
function classes(box) {
  const { scene, picks } = box;
  const wanted = scene.locked ? 0 : scene.classes;
  box.label = Math.min(box.label, Math.max(scene.classes - 1, 0));
  if (picks.childElementCount !== wanted) {
    picks.replaceChildren(...scene.marks.slice(0, wanted).map(([colour, shape, name], label) => {
      const pick = document.createElement("button");
      pick.type = "button";
      pick.title = scene.words.pick.replace("{key}", label + 1);
      pick.append(document.createElement("canvas"), name);
      pick.onclick = () => {
        box.label = label;
        classes(box);
      };
      const icon = pick.firstChild;
      icon.width = icon.height = 36;
      marker(icon.getContext("2d"), shape, 18, 18, 22, colour, "#ffffff");
      return pick;
    }));
  }
  [...picks.children].forEach((pick, label) => pick.setAttribute("aria-pressed", label === box.label));
}

function tiles(box) {
  const { scene, faces } = box;
  const wanted = scene.players.map((player) => player.id).join();
  if (faces.dataset.ids !== wanted) {
    faces.dataset.ids = wanted;
    faces.replaceChildren(...scene.players.map((player) => {
      const tile = document.createElement("button");
      tile.type = "button";
      tile.dataset.id = player.id;
      tile.innerHTML = "<b></b><canvas aria-hidden='true'></canvas><small></small>";
      tile.onclick = () => {
        box.lead = player.id;
        draw(box);
      };
      return tile;
    }));
  }
  [...faces.children].forEach((tile, index) => {
    const player = scene.players[index];
    tile.querySelector("b").textContent = player.label;
    const errors = player.errors?.[Math.min(stage(box), player.errors.length - 1)];
    tile.querySelector("small").textContent = errors ?? player.note;
    tile.title = `${player.label}. ${player.about}`;
    tile.setAttribute("aria-pressed", player === leader(box));
  });
}

function steps(box) {
  const { scene, slider, walk, count } = box;
  const last = Math.max(0, ...scene.players.map((player) => player.fits.length - 1));
  box.root.querySelector(".steps").hidden = last < 1 || scene.hidden;
  slider.max = last;
  slider.value = Math.min(stage(box), last);
  count.textContent = scene.words.steps.replace("{step}", slider.value).replace("{last}", last);
  walk.title = scene.words.walk;
}

function draw(box) {
  classes(box);
  tiles(box);
  steps(box);
  paint(box);
}

// Lets everyone adapt before the eyes, from no step to the last.
function stroll(box) {
  clearInterval(box.strolling);
  box.stage = 0;
  draw(box);
  box.strolling = setInterval(() => {
    if (!box.root.isConnected || box.stage >= Number(box.slider.max)) {
      clearInterval(box.strolling);
      box.stage = null;
    } else box.stage += 1;
    draw(box);
  }, 450);
}

function build(box) {
  Object.assign(box, {
    board: box.root.querySelector(".board"), faces: box.root.querySelector(".faces"), says: box.root.querySelector(".says"),
    picks: box.root.querySelector(".picks"), slider: box.root.querySelector("input"), walk: box.root.querySelector(".walk"),
    count: box.root.querySelector("output"), points: [], line: [], label: 0, cursor: [0, 0], sent: null, echo: 0, at: 0,
    drag: null, held: null, lead: null, stage: null, coarse: matchMedia("(pointer: coarse)").matches,
  });
  box.slider.addEventListener("input", () => {
    clearInterval(box.strolling);
    box.stage = Number(box.slider.value) === Number(box.slider.max) ? null : Number(box.slider.value);
    draw(box);
  });
  box.walk.addEventListener("click", () => stroll(box));
  new ResizeObserver(() => box.scene && paint(box)).observe(box.root);
  follow(box);
}

function take(box, scene) {
  box.scene = read(scene);
  box.sent ??= scene.echo;
  box.echo = scene.echo;
  if (scene.echo >= box.sent && !box.drag && !box.held) {
    box.points = scene.points; // nothing is under way that the server does not know yet
    box.line = scene.line;
  }
  box.slider.setAttribute("aria-label", scene.words.slider);
  box.faces.setAttribute("aria-label", scene.words.faces);
  box.root.style.setProperty("--shape", scene.ratio < 1 ? "wide" : "square");
  box.root.querySelector(".hint").textContent = scene.hint;
  draw(box);
  box.root.dataset.updates = Number(box.root.dataset.updates ?? 0) + 1;
  box.root.dataset.answered = scene.answered;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".easel");
  root.box ??= { root };
  const { box } = root;
  if (!box.board) build(box);
  box.tell = setTriggerValue;
  box.turn = (box.turn ?? 0) + 1;
  const turn = box.turn;
  unpack(data).then((scene) => turn === box.turn && take(box, scene));
}
