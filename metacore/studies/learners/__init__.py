"""Base learners: their settings, meta-learned."""
