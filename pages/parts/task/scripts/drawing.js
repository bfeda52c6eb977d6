// How a task is painted: grounds, lines and markers, on any canvas of any size.
import { chained, crossing, edges, portrait, softened } from "./contours.js";

export const INK = "#20262b";
const WAVE = "#f59322";
const TRUTH = "#0877bd";

export function marker(ink, shape, x, y, size, fill, edge) {
  const r = size / 2;
  const corners = {
    "square": [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    "diamond": [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
    "triangle-up": [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]],
    "cross": [[-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4], [0.4, 1.1], [-0.4, 1.1], [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4]],
  }[shape];
  ink.beginPath();
  if (corners) corners.forEach(([across, down], index) => ink[index ? "lineTo" : "moveTo"](x + r * across, y + r * down));
  else ink.arc(x, y, r, 0, 2 * Math.PI);
  ink.closePath();
  ink.fillStyle = fill;
  ink.fill();
  ink.strokeStyle = edge;
  ink.lineWidth = Math.max(1, size / 7);
  ink.stroke();
}

// A canvas with its own pixels, and the way from the task's coordinates to them.
export function surface(canvas, scene) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = Math.round(width * scene.ratio);
  canvas.style.height = `${height}px`;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const ink = canvas.getContext("2d");
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  ink.clearRect(0, 0, width, height);
  const [left, right] = scene.domain;
  const [low, high] = scene.span;
  return {
    ink, width, height,
    x: (value) => ((value - left) / (right - left)) * width,
    y: (value) => height - ((value - low) / (high - low)) * height,
    value: (x, y) => [left + (x / width) * (right - left), low + ((height - y) / height) * (high - low)],
  };
}

function strokes(on, lines, cells, width, dash = []) {
  const across = on.width / (cells - 1);
  const up = on.height / (cells - 1);
  on.ink.beginPath();
  for (const line of lines) line.forEach(([x, y], index) => on.ink[index ? "lineTo" : "moveTo"](x * across, on.height - y * up));
  on.ink.setLineDash(dash);
  on.ink.lineWidth = width;
  on.ink.strokeStyle = INK;
  on.ink.stroke();
  on.ink.setLineDash([]);
}

// A picture at cell centres reaches half a cell beyond the frame on every side.
function lay(on, picture, cells) {
  const [across, up] = [on.width / (cells - 1), on.height / (cells - 1)];
  on.ink.imageSmoothingQuality = "high";
  on.ink.drawImage(picture, -across / 2, -up / 2, on.width + across, on.height + up);
}

function curve(on, scene, values, colour, width, dash = []) {
  const step = (scene.domain[1] - scene.domain[0]) / (values.length - 1);
  on.ink.beginPath();
  values.forEach((value, index) => on.ink[index ? "lineTo" : "moveTo"](on.x(scene.domain[0] + index * step), on.y(value)));
  on.ink.setLineDash(dash);
  on.ink.lineWidth = width;
  on.ink.strokeStyle = colour;
  on.ink.stroke();
  on.ink.setLineDash([]);
}

function band(on, scene, values, width) {
  const step = (scene.domain[1] - scene.domain[0]) / (values.length - 1);
  on.ink.beginPath();
  values.forEach((value, index) => on.ink[index ? "lineTo" : "moveTo"](on.x(scene.domain[0] + index * step), on.y(value + width[index])));
  for (let index = values.length - 1; index >= 0; index--) on.ink.lineTo(on.x(scene.domain[0] + index * step), on.y(values[index] - width[index]));
  on.ink.closePath();
  on.ink.fillStyle = "rgba(245,147,34,0.25)";
  on.ink.fill();
}

// What one player says at one stage; an empty ground where it says nothing.
export function ground(on, scene, player, stage) {
  const fit = player?.fits[Math.min(stage, player.fits.length - 1)];
  if (scene.classes) {
    on.ink.fillStyle = scene.ground;
    on.ink.fillRect(0, 0, on.width, on.height);
  }
  if (!fit) return;
  if (scene.classes) {
    const { picture, lines, cells } = portrait(scene, fit);
    on.ink.globalAlpha = 0.8; // a little paler than the points
    lay(on, picture, cells);
    on.ink.globalAlpha = 1;
    strokes(on, lines, cells, on.width > 250 ? 2.2 : 1.4);
    return;
  }
  if (player.bands) band(on, scene, fit, player.bands[Math.min(stage, player.fits.length - 1)]);
  curve(on, scene, fit, WAVE, on.width > 250 ? 3 : 2);
}

// The truth, dotted.
export function uncovered(on, scene) {
  if (!scene.truth) return;
  const wide = on.width > 250 ? 2.8 : 1.6;
  if (!scene.classes) return curve(on, scene, scene.truth, TRUTH, wide, [2, 3]);
  scene.outline ??= chained(scene.classes === 2 ? crossing(softened(scene.truth, scene.fine), scene.fine, 127.5) : edges(scene.truth, scene.fine));
  strokes(on, scene.outline, scene.fine, wide, [2, 4]);
}

export function spots(on, scene, points, size, text) {
  for (const [x, y, label] of points) {
    const [colour, shape] = scene.classes ? scene.marks[label] : [text, "circle"];
    marker(on.ink, shape, on.x(x), on.y(y), size, colour, "#ffffff");
  }
}

// Open markers: the points that all are scored on.
export function questions(on, scene) {
  for (const [x, y, label] of scene.queries ?? []) {
    const [colour, shape] = scene.classes ? scene.marks[label] : [TRUTH, "diamond"];
    marker(on.ink, shape, on.x(x), on.y(y), 6, "#ffffff", colour);
  }
}

export function scaleMarks(on, scene, text) {
  const every = (low, high) => [1, 2, 5, 10].find((step) => (high - low) / step <= 8) ?? 20;
  on.ink.font = "10px sans-serif";
  on.ink.globalAlpha = 0.55;
  on.ink.fillStyle = scene.classes ? INK : text;
  const place = ([low, high], draw) => {
    const step = every(low, high);
    for (let value = Math.ceil((low + 0.01) / step) * step; value < high - 0.01; value += step) draw(value);
  };
  on.ink.textAlign = "center";
  place(scene.domain, (value) => on.ink.fillText(value, on.x(value), on.height - 4));
  on.ink.textAlign = "left";
  place(scene.span, (value) => on.ink.fillText(value, 4, on.y(value) + 3));
  on.ink.globalAlpha = 1;
}

export function grid(on, scene) {
  on.ink.strokeStyle = "rgba(128,128,128,0.25)";
  on.ink.lineWidth = 1;
  on.ink.beginPath();
  on.ink.moveTo(0, on.y(0));
  on.ink.lineTo(on.width, on.y(0));
  on.ink.moveTo(on.x(0), 0);
  on.ink.lineTo(on.x(0), on.height);
  on.ink.stroke();
}
