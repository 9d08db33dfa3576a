"""What `run` and `runs` share: the scenario, its variables, the conditions, what is told, what comes out."""
