"""The ways that are compared: each module does a job once, measures itself and tells."""
