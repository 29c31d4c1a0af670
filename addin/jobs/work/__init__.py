"""The hours and expenses of the month: selected, priced, marked."""
