"""The Playground: one run that trains live."""
