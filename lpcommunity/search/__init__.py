"""Finding what one may read: words, names, and the places and themes that they stand in."""
