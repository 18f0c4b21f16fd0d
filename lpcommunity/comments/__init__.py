"""Conversation below an entry: comments, replies one level deep, and who steers it."""
