"""What each way of billing gives a month: one module per axis."""
