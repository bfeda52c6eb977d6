// The five steps of meta-learning: what is touched lights up, on the strip, in the formula and on the page.
import { opened, parsed } from "./wire.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

function place(key) {
  return [...document.querySelectorAll(`.st-key-${key}`)].find((part) => part.offsetParent);
}

function light(box, name) {
  if (box.lit === name) return;
  box.lit = name;
  document.documentElement.style.setProperty("--lit", getComputedStyle(box).getPropertyValue("--st-primary-color"));
  for (const part of document.querySelectorAll("[data-lit]")) delete part.dataset.lit;
  for (const part of box.querySelectorAll("[data-about]")) part.classList.toggle("lit", part.dataset.about === name);
  for (const key of box.content.about[name] ?? []) {
    const part = place(key);
    if (part) part.dataset.lit = "";
  }
}

// The step that a part of the page is about.
function about(box, target) {
  const own = target.closest?.("[data-about]");
  if (own && box.contains(own)) return own.dataset.about;
  const all = Object.entries(box.content.about);
  return all.find(([, keys]) => keys.some((key) => target.closest?.(`.st-key-${key}`)))?.[0] ?? "";
}

function follow(box) {
  const touched = (event) => {
    if (!box.isConnected) document.removeEventListener(event.type, touched);
    else light(box, about(box, event.target));
  };
  for (const type of ["pointerover", "pointerdown", "focusin"]) document.addEventListener(type, touched);
}

function pulse(box) {
  if (still.matches) return;
  [...box.querySelectorAll("button")].forEach((step, at) => step.animate(
    [{ opacity: 1 }, { opacity: 0.7 }, { opacity: 1 }], { duration: 160, delay: 30 * at },
  ));
}

function build(box) {
  const { steps, formula } = box.content;
  box.querySelector("ol").replaceChildren(...steps.map(({ about: name, title }, at) => {
    const item = document.createElement("li");
    item.innerHTML = "<button type='button'><small></small><b translate='no'></b></button>";
    item.firstChild.dataset.about = name;
    item.querySelector("small").textContent = `${at + 1} ${title}`;
    return item;
  }));
  box.querySelector("p").replaceChildren(...formula.map(({ words, parts }) => {
    const line = document.createElement("div");
    const said = document.createElement("span");
    said.textContent = words;
    line.append(...parts.map(([text, name]) => {
      const part = document.createElement("i");
      part.translate = false;
      part.textContent = text;
      if (name) part.dataset.about = name;
      return part;
    }), said);
    return line;
  }));
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".strip");
  box.turn = (box.turn ?? 0) + 1;
  const turn = box.turn;
  opened(data).then((it) => {
    if (turn !== box.turn) return;
    const before = box.content;
    box.content = parsed(it);
    if (!before) follow(box);
    if (!before || JSON.stringify(before.formula) !== JSON.stringify(box.content.formula)) build(box);
    box.querySelectorAll("b").forEach((value, at) => (value.textContent = box.content.steps[at].value));
    if (before && before.step !== box.content.step) pulse(box);
    box.dataset.step = box.content.step;
  });
}
