"""Writing an entry and changing it: the whole way from an empty form to a version on record, once for every kind."""
