"""A file that a visitor brings: taken in, and let go of at once."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.parts.data import texts
from pages.parts.data.escaping import escaped


def upload(label: str, key: str, take: Callable[[bytes, str], None], help_text: str | None = None) -> None:
    """A chooser whose file is handed to ``take``; the next ``key`` has to be another one."""
    file = st.file_uploader(label, key=key, help=help_text)
    if file:
        with st.spinner(texts.READING):
            take(file.getvalue(), file.name)
        _let_go(file)
        st.rerun()


def refused(fault: tuple[str, object] | None) -> None:
    """Says why the last file can't be used, where it can't."""
    if fault:
        name, why = fault
        st.error(texts.FAULTY_FILE.format(name=escaped(name), fault=escaped(str(why))), icon=":material/error:")


def _let_go(file: UploadedFile) -> None:
    """Has the server forget a file's bytes; it would keep those of every file until the visit ends."""
    context = get_script_run_ctx()
    if context and isinstance(files := context.uploaded_file_mgr, MemoryUploadedFileManager):
        files.remove_file(context.session_id, file.file_id)
