"""Whether what is being traced is meant for a compiler that fuses: forms that pay there are slow elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_fusing = ContextVar("fusing", default=False)


@contextmanager
def fused() -> Iterator[None]:
    """Within it, programs are traced for a compiler that fuses: a plain graph would write every summand out."""
    token = _fusing.set(True)
    try:
        yield
    finally:
        _fusing.reset(token)


def fusing() -> bool:
    """Whether this is within ``fused``."""
    return _fusing.get()
