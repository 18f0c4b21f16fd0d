"""Introducing two people to each other: each gets one message from whoever knows both, with why."""
