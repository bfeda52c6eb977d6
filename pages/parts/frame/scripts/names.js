// What a browser's own translation is to leave alone: names, formulas, and what changes while it is looked at. What has
// been translated once the page cannot change any more, so that a number would stand still.
const KEPT = [
  ".katex", "code", ".chart", ".faces", ".steps output", ".says", ".matrix", ".stHtml b", "[role=option]",
  "[class*=st-key-named] strong", ".st-key-live .stMarkdown :is(p, li):not([data-testid=stCaptionContainer] *)",
  "body:has(.clock) [data-testid=stTable]", "[data-testid=stProgress]", "[data-testid=stSliderThumbValue]",
  "[data-testid=stMultiSelectTagsContainer]",
].join();

let waiting = false;

function mark() {
  waiting = false;
  for (const element of document.querySelectorAll(KEPT)) element.translate = false;
}

new MutationObserver(() => {
  waiting ||= Boolean(requestAnimationFrame(mark));
}).observe(document, { childList: true, subtree: true });
