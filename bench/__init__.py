"""How much each page costs, against a floor, on both databases, at several sizes. See README.md beside it."""
