"""The engine of the Meta-Learning Playground. Importing it does not import TensorFlow."""
