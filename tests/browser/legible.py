"""Whether a page can be read: what axe-core objects to, and whether the words of charts keep clear of each other."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Every chart that is in sight, its words with the boxes they fill, and what is wrong with them.
_CHARTS = """
() => [...document.querySelectorAll(".chart")].filter((it) => it.clientHeight && it._fullLayout).flatMap((chart) => {
  const kinds = {
    name: ".ends text", legend: ".legend .bg", title: "[class*=-xtitle] text, [class*=-ytitle] text, .xtitle, .ytitle",
    tick: ".xtick text, .ytick text, .x2tick text, .y2tick text", bar: ".cbaxis text",
  };
  const box = chart.getBoundingClientRect();
  const words = Object.entries(kinds).flatMap(([kind, where]) => [...chart.querySelectorAll(where)].map((it) => {
    const { left, right, top, bottom, width } = it.getBoundingClientRect();
    return { kind, left, right, top, bottom, width, text: kind === "legend" ? kind : it.textContent };
  })).filter(({ width }) => width > 0);
  const { xaxis, yaxis } = chart._fullLayout;
  const plot = { kind: "plot", left: box.left + xaxis._offset, right: box.left + xaxis._offset + xaxis._length,
                 top: box.top + yaxis._offset, bottom: box.top + yaxis._offset + yaxis._length };
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  const told = (what) => `${chart.ariaLabel.slice(0, 40)} at ${innerWidth}: ${what}`;
  const cut = words.filter((it) => it.left < box.left - 1 || it.right > box.right + 1 || it.top < box.top - 1
                                || it.bottom > box.bottom + 1).map((it) => told(`“${it.text}” is cut off`));
  const over = words.filter((it) => ["name", "legend"].includes(it.kind) && meet(it, plot))
                    .map((it) => told(`“${it.text}” lies on the plot`));
  const pairs = words.flatMap((a, at) => words.slice(at + 1).filter((b) => meet(a, b))
                              .map((b) => told(`“${a.text}” lies on “${b.text}”`)));
  const lines = chart._fullData.filter(({ mode, name, showlegend }, at) =>
    chart.shape.ends && mode?.includes("lines") && name && chart.shape.data[at].showlegend !== false);
  const unnamed = lines.length && !chart.querySelector(".legend") ? [told("no line is named")] : [];
  return [...cut, ...over, ...pairs, ...unnamed];
})
"""
_SETTLED = """
() => [...document.querySelectorAll(".chart")].filter((chart) => chart.clientHeight)
  .every((chart) => chart._fullLayout && !chart.busy && !chart.waiting && chart.width === chart.clientWidth)
"""


def faults_of_charts(page: Page) -> list[str]:
    """Words of charts that are cut off, or lie on each other or on a line."""
    page.wait_for_function(_SETTLED)
    return page.evaluate(_CHARTS)


def faults_of_access(page: Page) -> list[str]:
    """Everything that axe-core finds on the page, with all of its rules."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} {node['any'][0]['message'] if node['any'] else each['help']}"
        for each in found
        for node in each["nodes"]
    ]
