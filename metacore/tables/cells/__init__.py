"""What the cells of one column say: texts, numbers, dates, yes or no, or that something is missing."""
