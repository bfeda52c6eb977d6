"""Ways to combine models, one a file."""
