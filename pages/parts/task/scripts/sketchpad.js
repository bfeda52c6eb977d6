// The canvas on which a task is drawn, and beside it what everyone makes of it.
import { follow } from "./pointer.js";
import { marker } from "./drawing.js";
import { leader, paint, stage } from "./scene.js";
import { opened, parsed } from "./wire.js";

// Turns what came over the wire into arrays, one a stage.
function read(scene) {
  const size = scene.classes ? scene.cells ** 2 * (scene.classes > 2 ? scene.classes : 1) : scene.cells;
  const open = ({ bdata }) => (scene.classes ? new Uint8Array(bdata) : new Float32Array(bdata));
  const stages = (array) => {
    const all = open(array);
    return Array.from({ length: all.length / size }, (_, stage) => all.subarray(stage * size, (stage + 1) * size));
  };
  for (const player of scene.players) {
    player.fits = player.fits ? stages(player.fits) : [];
    player.bands = player.bands ? stages(player.bands) : null;
  }
  scene.truth = scene.truth ? open(scene.truth) : null;
  return scene;
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
  const root = parentElement.querySelector(".sketchpad");
  root.box ??= { root };
  const { box } = root;
  if (!box.board) build(box);
  box.tell = setTriggerValue;
  box.turn = (box.turn ?? 0) + 1;
  const turn = box.turn;
  opened(data).then((it) => turn === box.turn && take(box, parsed(it)));
}
