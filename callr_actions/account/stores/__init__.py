"""What each resource keeps in SQLite: its tables, and every statement that reads or writes them."""
