"""What the API answers, one file per tag; importing one tag imports no other."""
