"""How the answers of many models become one, and training through that."""
