"""Sources of task models, one a file."""
