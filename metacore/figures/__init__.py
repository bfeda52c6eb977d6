"""Charts and pictures as plain dictionaries for Plotly."""
