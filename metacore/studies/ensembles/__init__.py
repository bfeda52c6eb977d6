"""Ensembles: many models of other tasks answer a new one."""
