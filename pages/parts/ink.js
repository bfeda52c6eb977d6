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

function parts(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

// A colour between two, `share` of the way.
function between(one, other, share) {
  return one.map((part, index) => part + share * (other[index] - part));
}

// A small picture of `cells` x `cells`, row 0 at the foot, from the colour of each cell.
function sheet(cells, colour) {
  const picture = new OffscreenCanvas(cells, cells);
  const ink = picture.getContext("2d");
  const image = ink.createImageData(cells, cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      image.data.set([...colour(row * cells + column), 255], 4 * ((cells - 1 - row) * cells + column));
    }
  }
  ink.putImageData(image, 0, 0);
  return picture;
}

// Values [cells, cells] on a finer grid of the same frame.
function refined(values, cells, fine) {
  const found = new Float32Array(fine * fine);
  const step = (cells - 1) / (fine - 1);
  for (let row = 0; row < fine; row++) {
    const low = Math.min(Math.floor(row * step), cells - 2);
    const up = row * step - low;
    for (let column = 0; column < fine; column++) {
      const left = Math.min(Math.floor(column * step), cells - 2);
      const across = column * step - left;
      const at = low * cells + left;
      const [foot, head] = [at, at + cells].map((place) => values[place] + across * (values[place + 1] - values[place]));
      found[row * fine + column] = foot + up * (head - foot);
    }
  }
  return found;
}

// Two classes: from one colour to the other, near white between; the boundary where both are as likely.
function two(scene, shades) {
  const [one, other, white] = [scene.marks[0][0], scene.marks[1][0], scene.ground].map(parts);
  const colours = Array.from({ length: 256 }, (_, shade) => shade < 128 ? between(one, white, shade / 127.5) : between(white, other, shade / 127.5 - 1));
  const { cells } = scene;
  return { cells, picture: sheet(cells, (at) => colours[shades[at]]), lines: crossing(shades, cells, 127.5) };
}

// More classes: the colour of the likeliest, the paler the less certain it is.
function many(scene, planes) {
  const { cells, classes, fine } = scene;
  const finer = Array.from({ length: classes }, (_, label) => refined(planes.subarray(label * cells ** 2, (label + 1) * cells ** 2), cells, fine));
  const best = new Uint8Array(fine * fine);
  for (let at = 0; at < best.length; at++) {
    for (let label = 1; label < classes; label++) if (finer[label][at] > finer[best[at]][at]) best[at] = label;
  }
  const [white, colours] = [parts(scene.ground), scene.marks.map(([colour]) => parts(colour))];
  const certain = (at) => Math.max(0, (finer[best[at]][at] / 255 - 1 / classes) / (1 - 1 / classes));
  return { cells: fine, picture: sheet(fine, (at) => between(white, colours[best[at]], certain(at))), lines: edges(best, fine) };
}

const kept = new WeakMap();

// The picture and the boundary of one answer, made once.
function portrait(scene, fit) {
  if (!kept.has(fit)) kept.set(fit, (scene.classes === 2 ? two : many)(scene, fit));
  return kept.get(fit);
}

// Where values [cells, cells] cross `level`, as segments in cells (marching squares).
function crossing(values, cells, level) {
  const segments = [];
  const at = (row, column) => values[row * cells + column] - level;
  const zero = (one, other) => one / (one - other);
  for (let row = 0; row + 1 < cells; row++) {
    for (let column = 0; column + 1 < cells; column++) {
      const [a, b, c, d] = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)];
      const cuts = [];
      if (a > 0 !== b > 0) cuts.push([column + zero(a, b), row]);
      if (b > 0 !== c > 0) cuts.push([column + 1, row + zero(b, c)]);
      if (d > 0 !== c > 0) cuts.push([column + zero(d, c), row + 1]);
      if (a > 0 !== d > 0) cuts.push([column, row + zero(a, d)]);
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

// Segments that meet, joined to lines, so that dots follow each other along them.
function chained(segments) {
  const key = ([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`;
  const meeting = new Map();
  for (const segment of segments) for (const end of segment) meeting.set(key(end), [...(meeting.get(key(end)) ?? []), segment]);
  const left = new Set(segments);
  const onward = (from) => {
    const line = [];
    for (;;) {
      const next = meeting.get(key(from)).find((segment) => left.has(segment));
      if (!next) return line;
      left.delete(next);
      from = key(next[0]) === key(from) ? next[1] : next[0];
      line.push(from);
    }
  };
  return segments.flatMap((segment) => (left.delete(segment) ? [[...onward(segment[0]).reverse(), ...segment, ...onward(segment[1])]] : []));
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

// A truth of whole classes, softened a little so that its slanting lines have no steps.
function softened(values, cells) {
  const found = new Float32Array(values.length);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      let [sum, count] = [0, 0];
      for (let near = Math.max(row - 2, 0); near <= Math.min(row + 2, cells - 1); near++) {
        for (let beside = Math.max(column - 2, 0); beside <= Math.min(column + 2, cells - 1); beside++) {
          sum += values[near * cells + beside];
          count += 1;
        }
      }
      found[row * cells + column] = sum / count;
    }
  }
  return found;
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
function uncovered(on, scene) {
  if (!scene.truth) return;
  const wide = on.width > 250 ? 2.8 : 1.6;
  if (!scene.classes) return curve(on, scene, scene.truth, TRUTH, wide, [2, 3]);
  scene.outline ??= chained(scene.classes === 2 ? crossing(softened(scene.truth, scene.fine), scene.fine, 127.5) : edges(scene.truth, scene.fine));
  strokes(on, scene.outline, scene.fine, wide, [2, 4]);
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
