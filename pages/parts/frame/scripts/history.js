// Back and Forward. Streamlit adds to the history whatever a server writes into the address, at once, where the page that
// it belongs to may still be to come: it would be written into the entry of the page before. Here it waits until its page
// is shown; a page that is opened adds to the history, and an example; a dial that is moved replaces the address.
const add = history.pushState.bind(history);
const replace = history.replaceState.bind(history);
let coming = null; // the settings that the address is to hold once what they belong to is shown
let opened = 0; // how many examples had been opened when the address was written last
let back = false; // whether a place was come back to that is not shown yet: what was left may still be answered

const page = (url) => new URL(url, location.href).pathname.split("/").pop();

// What a query string sets, whatever its order; how the page is embedded is no setting of its own.
function settings(query) {
  const all = [...new URLSearchParams(query)].filter(([name]) => !name.startsWith("embed"));
  return all.map(String).sort().join("\n");
}

function written(kept) {
  return (state, title, url) => {
    const { pathname, search } = new URL(url ?? location.href, location.href);
    if (pathname === location.pathname) coming = search;
    else if (!back) kept(state, title, url);
  };
}

history.pushState = written(add);
history.replaceState = written(replace);
addEventListener("popstate", () => {
  coming = null;
  back = true;
});
for (const asked of ["click", "keydown"]) addEventListener(asked, () => (back = false), true);

// Hears with an answer which page it is of, which settings it shows, and how many examples have been opened.
export function settle(name, query, count) {
  const shown = settings(query);
  if (name !== page(location.href) || (back && shown !== settings(location.search))) return;
  back = false;
  if (coming === null || settings(coming) !== shown) return;
  if (coming !== location.search) (count > opened ? add : replace)({}, "", location.pathname + coming);
  opened = count;
  coming = null;
}
