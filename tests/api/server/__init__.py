"""A server that speaks Callr's REST API on loopback and finds fault with every request that deserves it."""
