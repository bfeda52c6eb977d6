"""Across domains: what is learned on one kind of task is tried on others."""
