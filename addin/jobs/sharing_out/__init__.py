"""What a member of staff gets of the workbook, and what comes back."""
