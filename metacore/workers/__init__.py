"""The processes that the engine runs in: of this machine, or of a Dask cluster."""
