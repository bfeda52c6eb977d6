"""Sweep: one run at many values of two dials."""
