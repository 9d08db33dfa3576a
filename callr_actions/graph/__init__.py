"""The flow of a scenario as a picture: one graph as a value, and several texts drawn from it."""
