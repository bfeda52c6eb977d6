"""Which tasks are drawn when, and what of each is shown."""
