"""Your task: a visitor draws a task, and everyone answers it."""
