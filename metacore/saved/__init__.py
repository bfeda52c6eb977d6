"""A meta-trained model as a file of plain arrays, and back: no pickles, so that a stranger's file runs no code."""

from metacore.saved.example import script
from metacore.saved.file import load, packed, unpacked
from metacore.saved.model import Saved

__all__ = ["Saved", "load", "packed", "script", "unpacked"]
