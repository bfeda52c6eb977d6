"""TensorFlow, and functions made into programs: imported late, traced, compiled, and found again."""
