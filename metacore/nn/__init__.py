"""Networks, their losses and gradients, and learners from a library."""
