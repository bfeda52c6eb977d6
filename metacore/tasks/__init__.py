"""Task families, one a file."""
