// Back and Forward. Streamlit adds to the history whatever a server writes into the address; here a page that is opened
// adds to it, and an example; a dial that is moved replaces the address.
const add = history.pushState.bind(history);
const replace = history.replaceState.bind(history);
let left = location.href; // where the visitor was when the last answer came
let opened = 0; // how many examples had been opened by then
let due = false; // whether an answer has told of one, and its address is still to come: a busy server sends it later

const path = (url) => new URL(url, location.href).pathname;

history.pushState = (state, title, url) => {
  const place = due || path(url) !== location.pathname;
  due = false;
  (place ? add : replace)(state, title, url);
};

addEventListener("popstate", () => {
  left = location.href;
  due = false;
});

// Hears with an answer how many examples have been opened.
export function settle(count) {
  const here = location.href;
  if (count > opened && here === left) due = true;
  else if (count > opened && path(left) === path(here)) {
    replace({}, "", left);
    add({}, "", here);
  }
  [left, opened] = [here, count];
}
