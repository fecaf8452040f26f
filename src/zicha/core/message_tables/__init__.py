"""Tables of sentences, one module a topic."""
