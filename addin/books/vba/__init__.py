"""The VBA project and the ribbon of Billing.xlsm, built from text."""
