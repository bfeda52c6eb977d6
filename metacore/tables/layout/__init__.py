"""What the rows of a file are: names of columns, titles above them, units below, totals, and groups named once."""
