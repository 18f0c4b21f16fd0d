"""What was confided before a facilitator began, and whether its author opens it to them."""
