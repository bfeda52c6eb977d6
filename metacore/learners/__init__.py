"""Base learners, one a file."""
