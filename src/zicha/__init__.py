"""zicha (自查): what is owed, what was done, and every number computed from the two."""
