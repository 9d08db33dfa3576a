"""What `watch` looks at, and how it shows what it sees."""
