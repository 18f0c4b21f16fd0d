"""What people are told, made from what happened."""
