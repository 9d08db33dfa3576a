"""What the API is asked, one file per tag: checked when built, so that nothing wrong leaves."""
