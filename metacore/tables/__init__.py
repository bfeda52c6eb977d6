"""From a stranger's file to a table of tasks."""
