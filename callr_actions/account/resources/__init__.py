"""What each resource of the API serves: its operations, declared beside what they do."""
