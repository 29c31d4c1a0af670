"""Ways by which documents reach those they are for."""
