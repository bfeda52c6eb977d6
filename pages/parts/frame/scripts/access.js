// Streamlit's place for files has a name and takes the focus, but calls itself decoration: screen readers are told better.
const repair = () => {
  for (const place of document.querySelectorAll("[data-testid=stFileUploaderDropzone][role=presentation]")) {
    place.setAttribute("role", "group");
  }
};
new MutationObserver(repair).observe(document.body, { childList: true, subtree: true });
repair();
