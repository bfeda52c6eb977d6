"""How it works: the five steps, the words, and how to read the pictures."""

from __future__ import annotations

import streamlit as st

from pages.parts.frame.page import open_page
from pages.parts.guide import texts


def main() -> None:
    open_page("guide")
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    for number, (title, words) in enumerate(texts.STEPS, 1):
        with st.container(border=True):
            st.markdown(f"## {number}. {title}")
            st.markdown(words)
    st.header(texts.FIVE_MINUTES_TITLE, anchor=False)
    st.markdown(texts.FIVE_MINUTES)
    st.header(texts.PICTURES_TITLE, anchor=False)
    st.markdown(texts.PICTURES)
    st.header(texts.WORDS_TITLE, anchor=False)
    st.table(texts.WORDS)


if __name__ == "__main__":
    main()
