"""Formats of files, one a file: each turns bytes into rows or columns of cells."""
