"""What every command that talks to an account shares: which one, the open client, questions, waiting."""
