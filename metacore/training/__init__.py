"""The engine: the compiled programs of a run, and the steps taken with them."""
