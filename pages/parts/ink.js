// How a task is painted: shades, boundaries, curves and markers, on any canvas of any size.
const INK = "#20262b";
const WAVE = "#f59322";
const TRUTH = "#0877bd";

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function numbers(text) {
  return new Float32Array(bytes(text).buffer);
}

// The colours of the shades 0 to 255, from stops [place, colour] that end at the shade `top`.
function palette(scale, top) {
  const parts = scale.map(([place, colour]) => [place * top, ...[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))]);
  return Array.from({ length: 256 }, (_, shade) => {
    const above = Math.max(1, parts.findIndex(([place]) => place >= shade) === -1 ? parts.length - 1 : parts.findIndex(([place]) => place >= shade));
    const [low, high] = [parts[above - 1], parts[above]];
    const share = high[0] > low[0] ? Math.min((shade - low[0]) / (high[0] - low[0]), 1) : 1;
    return [1, 2, 3].map((part) => low[part] + share * (high[part] - low[part]));
  });
}

// Shades [cells, cells], row 0 at the foot, as a small picture.
function sheet(shades, cells, colours) {
  const picture = new OffscreenCanvas(cells, cells);
  const ink = picture.getContext("2d");
  const image = ink.createImageData(cells, cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = 4 * ((cells - 1 - row) * cells + column);
      const [red, green, blue] = colours[shades[row * cells + column]];
      image.data.set([red, green, blue, 255], at);
    }
  }
  ink.putImageData(image, 0, 0);
  return picture;
}

// Where values [cells, cells] cross `level`, as segments in cells (marching squares).
function crossing(values, cells, level) {
  const segments = [];
  const at = (row, column) => values[row * cells + column] - level;
  const between = (one, other) => one / (one - other);
  for (let row = 0; row + 1 < cells; row++) {
    for (let column = 0; column + 1 < cells; column++) {
      const [a, b, c, d] = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
      const cuts = [];
      if (a > 0 !== b > 0) cuts.push([column + between(a, b), row]);
      if (b > 0 !== c > 0) cuts.push([column + 1, row + between(b, c)]);
      if (d > 0 !== c > 0) cuts.push([column + between(d, c), row + 1]);
      if (a > 0 !== d > 0) cuts.push([column, row + between(a, d)]);
      for (let cut = 0; cut + 1 < cuts.length; cut += 2) segments.push([cuts[cut], cuts[cut + 1]]);
    }
  }
  return segments;
}

// The lines between whole-numbered classes [cells, cells], along the edges of cells.
function edges(classes, cells) {
  const segments = [];
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const here = classes[row * cells + column];
      if (column + 1 < cells && here !== classes[row * cells + column + 1]) segments.push([[column + 0.5, row - 0.5], [column + 0.5, row + 0.5]]);
      if (row + 1 < cells && here !== classes[(row + 1) * cells + column]) segments.push([[column - 0.5, row + 0.5], [column + 0.5, row + 0.5]]);
    }
  }
  return segments;
}

function marker(ink, shape, x, y, size, fill, edge) {
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
function surface(canvas, scene) {
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

function strokes(on, segments, cells, width, dash, colour = INK) {
  const across = on.width / (cells - 1);
  const up = on.height / (cells - 1);
  on.ink.beginPath();
  for (const [[x, y], [ex, ey]] of segments) {
    on.ink.moveTo(x * across, on.height - y * up);
    on.ink.lineTo(ex * across, on.height - ey * up);
  }
  on.ink.setLineDash(dash);
  on.ink.lineWidth = width;
  on.ink.strokeStyle = colour;
  on.ink.stroke();
  on.ink.setLineDash([]);
}

// A picture at cell centres reaches half a cell beyond the frame on every side.
function lay(on, picture, cells, smooth) {
  const [across, up] = [on.width / (cells - 1), on.height / (cells - 1)];
  on.ink.imageSmoothingEnabled = smooth;
  on.ink.imageSmoothingQuality = "high";
  on.ink.drawImage(picture, -across / 2, -up / 2, on.width + across, on.height + up);
}

function boundary(on, scene, shades, cells, width, dash) {
  if (scene.classes === 2) return strokes(on, crossing(shades, cells, 127.5), cells, width, dash);
  const whole = Array.from(shades, (shade) => Math.min(Math.floor(shade / scene.step), scene.classes - 1));
  return strokes(on, edges(whole, cells), cells, width, dash);
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
function ground(on, scene, player, stage) {
  const fits = player?.fits;
  if (scene.classes) {
    on.ink.fillStyle = "#e8eaeb";
    on.ink.fillRect(0, 0, on.width, on.height);
    if (!fits?.length) return;
    const shades = fits[Math.min(stage, fits.length - 1)];
    on.ink.globalAlpha = 0.8; // a little paler than the points
    lay(on, sheet(shades, scene.cells, scene.colours), scene.cells, scene.classes === 2);
    on.ink.globalAlpha = 1;
    boundary(on, scene, shades, scene.cells, on.width > 250 ? 2.2 : 1.4, []);
    return;
  }
  if (!fits?.length) return;
  const at = Math.min(stage, fits.length - 1);
  if (player.bands) band(on, scene, fits[at], player.bands[at]);
  curve(on, scene, fits[at], WAVE, on.width > 250 ? 3 : 2);
}

function uncovered(on, scene) {
  const truth = scene.truth;
  if (!truth) return;
  const wide = on.width > 250 ? 2.4 : 1.4;
  if (!scene.classes) return curve(on, scene, truth, TRUTH, wide, [2, 3]);
  strokes(on, scene.classes === 2 ? crossing(truth, scene.fine, 127.5) : edges(truth, scene.fine), scene.fine, wide, [2, 3]);
}

function spots(on, scene, points, size, text) {
  for (const [x, y, label] of points) {
    const [colour, shape] = scene.classes ? scene.marks[label] : [text, "circle"];
    marker(on.ink, shape, on.x(x), on.y(y), size, colour, "#ffffff");
  }
}

// Open markers: the points that all are scored on.
function questions(on, scene) {
  for (const [x, y, label] of scene.queries ?? []) {
    const [colour, shape] = scene.classes ? scene.marks[label] : [TRUTH, "diamond"];
    marker(on.ink, shape, on.x(x), on.y(y), 6, "#ffffff", colour);
  }
}

function scaleMarks(on, scene, text) {
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

function grid(on, scene) {
  on.ink.strokeStyle = "rgba(128,128,128,0.25)";
  on.ink.lineWidth = 1;
  on.ink.beginPath();
  on.ink.moveTo(0, on.y(0));
  on.ink.lineTo(on.width, on.y(0));
  on.ink.moveTo(on.x(0), 0);
  on.ink.lineTo(on.x(0), on.height);
  on.ink.stroke();
}
