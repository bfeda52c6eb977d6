"""What has been learned is worth how much, on new tasks, and held against what."""
