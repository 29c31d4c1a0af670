"""The lines of a month over their payers."""
