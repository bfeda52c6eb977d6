"""Compare: several methods race on the same tasks."""
