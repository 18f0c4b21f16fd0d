"""The audit record as administrators read it."""
