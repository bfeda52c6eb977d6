// The whole canvas as it stands, painted and in words.
import { INK, grid, ground, questions, scaleMarks, spots, surface, uncovered } from "./drawing.js";

function theme(box) {
  const style = getComputedStyle(box.root);
  return style.getPropertyValue("--st-text-color").trim() || style.color;
}

export function stage(box) {
  return box.stage ?? Infinity;
}

export function leader(box) {
  return box.scene.players.find((player) => player.id === box.lead) ?? box.scene.players[0];
}

export function paint(box) {
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

export function named(box, point) {
  const [x, y] = point.map((part) => Number(part).toFixed(2));
  return `${box.scene.classes ? box.scene.marks[point[2]][2] : box.scene.words.point} (${x}, ${y})`;
}

export function say(box, text) {
  box.says.textContent = text;
}
