"""What can be asked of an account: one file per tag of the API, functions that return requests."""
