"""Numbers that name firms and bank accounts: check digits and canonical forms."""
