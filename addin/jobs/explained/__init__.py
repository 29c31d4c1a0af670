"""How a line came to be: one module per way of billing, each telling what its figures were."""
