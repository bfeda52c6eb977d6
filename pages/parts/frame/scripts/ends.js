// Names lines at their right ends, beside the plot and clear of each other, where there is room for it.
const SVG = "http://www.w3.org/2000/svg";
const WIDE = 14; // letters in a row of a name, where it can be broken
const REACH = 26; // pixels from the plot to the names: a stroke leads each line to its own
const MOST = 0.36; // of a chart's width, that names may take
const AROUND = 90; // pixels of its height that other things take
const pen = document.createElement("canvas").getContext("2d");

function rows(name) {
  const found = [];
  for (const word of name.split(" ")) {
    const longer = `${found.at(-1)} ${word}`;
    if (found.length && longer.length <= WIDE) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

// Makes room for names at the ends of a chart's lines, in place of a legend; none where they would take too much.
export function named(chart, width, font) {
  const lines = [...chart.data.entries()].filter(([, { mode, name, showlegend }]) => {
    return chart.ends && mode?.includes("lines") && name && showlegend !== false;
  });
  const names = lines.map(([trace, { name }]) => ({ trace, rows: rows(name) }));
  pen.font = `${font.size}px ${font.family}`;
  const widest = Math.max(0, ...names.flatMap(({ rows }) => rows).map((row) => pen.measureText(row).width));
  const high = names.flatMap(({ rows }) => rows).length * tall(font);
  if (REACH + widest > MOST * width || high > chart.height - AROUND) return [];
  for (const [, line] of lines) line.showlegend = false;
  if (lines.length) chart.layout.margin.r = Math.ceil(REACH + widest) + 4;
  return names;
}

const tall = ({ size }) => 1.2 * size;

// Writes the names, whenever Plotly has drawn the lines anew.
export function nameEnds(box) {
  const { xaxis, yaxis, font } = box._fullLayout;
  const frame = box.querySelector(".svg-container");
  const layer = frame.querySelector(".ends") ?? frame.appendChild(element("svg", { class: "ends", "aria-hidden": true }));
  layer.setAttribute("style", "position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none");
  const ends = box.names.flatMap((name) => end(box._fullData[name.trace], name.rows, xaxis, yaxis));
  ends.sort((one, other) => one.y - other.y);
  const heights = ends.map(({ rows }) => rows.length * tall(font) + 3);
  const places = apart(ends.map(({ y }) => y), heights, yaxis._length);
  const whole = element("g", { transform: `translate(${xaxis._offset}, ${yaxis._offset})` });
  ends.forEach((it, number) => whole.append(...written(it, places[number], xaxis._length, font)));
  layer.replaceChildren(whole);
}

// Where a line ends in the picture: its last point that is in sight.
function end({ x, y, visible, line }, rows, xaxis, yaxis) {
  if (visible !== true) return [];
  for (let last = x.length - 1; last >= 0; last--) {
    const [across, down] = [xaxis.d2p(x[last]), yaxis.d2p(y[last])];
    if (across <= xaxis._length + 1 && Number.isFinite(down)) {
      return [{ x: across, y: Math.min(Math.max(down, 0), yaxis._length), rows, colour: line.color }];
    }
  }
  return [];
}

// The places nearest to those wanted at which things of these heights don't touch: whole blocks move together.
function apart(wanted, heights, length) {
  const before = heights.map((height, at) => heights.slice(0, at).reduce((sum, each) => sum + each, height / 2));
  const blocks = [];
  const mean = ({ sum, count }) => sum / count;
  wanted.forEach((place, at) => {
    blocks.push({ sum: place - before[at], count: 1 });
    while (blocks.length > 1 && mean(blocks.at(-1)) < mean(blocks.at(-2))) {
      const { sum, count } = blocks.pop();
      blocks.at(-1).sum += sum;
      blocks.at(-1).count += count;
    }
  });
  const most = length - heights.reduce((sum, each) => sum + each, 0);
  const starts = blocks.flatMap((block) => Array(block.count).fill(Math.max(0, Math.min(most, mean(block)))));
  return starts.map((start, at) => start + before[at]);
}

function written({ x, y, rows, colour }, place, edge, font) {
  const style = { fill: "none", stroke: colour, "stroke-width": 1.5 };
  const early = element("path", { ...style, d: `M${x},${y}H${edge}`, "stroke-dasharray": "1 4" });
  const stroke = element("path", { ...style, d: `M${Math.max(x, edge)},${y}L${edge + REACH - 5},${place}` });
  const look = { "font-size": font.size, "font-family": font.family, fill: font.color };
  const first = place + (0.35 - (rows.length - 1) * 0.6) * font.size;
  const text = element("text", look);
  text.append(...rows.map((row, at) => {
    const part = element("tspan", { x: edge + REACH, y: first + at * tall(font) });
    part.textContent = row;
    return part;
  }));
  return [early, stroke, text];
}

function element(kind, attributes) {
  const made = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
