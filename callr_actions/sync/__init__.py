"""An account made equal to a folder of scenarios: what is wanted, what is there, the plan, and its doing."""
