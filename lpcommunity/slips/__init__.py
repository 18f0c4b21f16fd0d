"""Milestones whose day moves: why, and for whom the reason is said in words."""
