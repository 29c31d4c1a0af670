"""What the cell formulas answer."""
