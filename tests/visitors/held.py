"""What a browser holds of each widget, and sends along with every message: as Streamlit's own front end has it."""

from __future__ import annotations

from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

KINDS = ("selectbox", "slider", "button_group", "multiselect", "checkbox", "number_input")


def held(kind: str, element: Any) -> WidgetState | None:
    """A widget's state once it is drawn; None for what has none, as a button.

    >>> from streamlit.proto.Checkbox_pb2 import Checkbox
    >>> held("checkbox", Checkbox(id="it", default=True)).bool_value
    True
    """
    if kind not in KINDS:
        return None
    state = WidgetState(id=element.id)
    put = element.set_value  # the server's own wish, in place of what the widget begins with
    if kind == "checkbox":
        state.bool_value = element.value if put else element.default
    elif kind == "number_input":
        name = "double_value" if element.data_type else "int_value"
        setattr(state, name, (float if element.data_type else int)(element.value if put else element.default))
    elif kind == "selectbox":
        if put and element.HasField("raw_value"):
            state.string_value = element.raw_value
        elif not put and element.HasField("default") and element.options:
            state.string_value = element.options[element.default]
    elif kind == "slider" and not element.options:
        state.double_array_value.data[:] = element.value if put else element.default
    else:
        state.string_array_value.data[:] = _chosen(kind, element, put)
    return state


def _chosen(kind: str, element: Any, put: bool) -> list[str]:
    """The names of what is chosen among options."""
    if kind == "slider":
        if put and element.raw_value:
            return list(element.raw_value)
        return [element.options[int(place)] for place in (element.value if put else element.default)]
    if put:
        return list(element.raw_values)
    names = [option.content if kind == "button_group" else option for option in element.options]
    return [names[place] for place in element.default]


def value(state: WidgetState) -> Any:
    """What a state says; a list where there may be several."""
    field = state.WhichOneof("value")
    if field is None:
        return None
    it = getattr(state, field)
    return list(it.data) if field.endswith("array_value") else it


def moved(state: WidgetState, to: Any) -> WidgetState:
    """The same widget, moved: to an option's name (or several), a number, on or off.

    >>> value(moved(WidgetState(id="it", int_value=1), 5))
    5
    """
    it, field = WidgetState(), state.WhichOneof("value") or "string_value"
    it.CopyFrom(state)
    if field.endswith("array_value"):
        getattr(it, field).data[:] = to if isinstance(to, list) else [to]
    else:
        setattr(it, field, to)
    return it
