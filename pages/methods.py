"""The catalogue: everything the registry finds, in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from metacore import registry
from metacore.dials import Dial
from metacore.run_dials import common_dials
from metacore.types import Card, Method
from pages.parts.frame.page import open_page
from pages.parts.methods import texts


def main() -> None:
    open_page("methods")
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.INTRO)
    for title, parts in (
        (texts.PARTS["algorithms"], registry.algorithms()),
        (texts.PARTS["families"], registry.families()),
        (texts.PARTS["learners"], registry.learners()),
        (texts.PARTS["combiners"], registry.combiners()),
        (texts.PARTS["pools"], registry.pools()),
    ):
        st.header(title, anchor=False)
        for name, part in parts.items():
            _part(f"named_{title}_{name}", part)
    st.header(texts.PARTS["dials"], anchor=False)
    _dials(common_dials())


def _part(key: str, part: Any) -> None:
    card: Card = part.card
    with st.container(border=True, key=key):
        st.markdown(f"**{card.label}**  \n{card.sentence}")
        if isinstance(card, Method):
            st.markdown(texts.METHOD_LINES.format(learns=card.learns, adapts=card.adapts))
            serves = " · ".join(texts.SERVES[kind] for kind in card.serves)
            st.caption(texts.SERVED.format(kinds=serves))
            st.caption(f"{texts.KIND[card.brief_kind]} · {texts.FIELD_KIND.format(kind=card.field_kind)}")
        st.caption(f"[{card.source}]({card.url})" if card.url else card.source)
        if getattr(part, "dials", ()):
            _dials(part.dials)


def _dials(dials: Sequence[Dial]) -> None:
    rows = [(dial.label, dial.help, dial.allowed, dial.format(dial.default)) for dial in dials]
    st.table({column: [row[index] for row in rows] for index, column in enumerate(texts.DIAL_COLUMNS)})


if __name__ == "__main__":
    main()
