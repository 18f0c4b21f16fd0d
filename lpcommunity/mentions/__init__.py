"""Whoever is named after an @ in a text is told of it, if they may read it. A mention opens nothing (ADR 54)."""
