// What Streamlit's elements don't say of themselves, to translators and to screen readers.

// What a browser's own translation is to leave alone: names, formulas, and what changes while it is looked at. What has
// been translated once the page cannot change any more, so that a number would stand still.
const KEPT = [
  ".katex", "code", ".chart", ".faces", ".steps output", ".says", ".matrix", ".stHtml b", "[role=option]",
  "[class*=st-key-named] strong", ".st-key-live .stMarkdown :is(p, li):not([data-testid=stCaptionContainer] *)",
  "body:has(.clock) [data-testid=stTable]", "[data-testid=stProgress]", "[data-testid=stSliderThumbValue]",
  "[data-testid=stMultiSelectTagsContainer]",
].join();

// The place for files has a name and takes the focus, but calls itself decoration.
const FILES = "[data-testid=stFileUploaderDropzone][role=presentation]";

let waiting = false;

function mark() {
  waiting = false;
  for (const element of document.querySelectorAll(KEPT)) if (element.translate) element.translate = false;
  for (const element of document.querySelectorAll(FILES)) element.role = "group";
}

new MutationObserver(() => {
  waiting ||= Boolean(requestAnimationFrame(mark));
}).observe(document, { childList: true, subtree: true });
